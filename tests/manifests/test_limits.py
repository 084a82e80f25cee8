"""The limits that the pages promise: what is larger is read in pieces, or refused."""

from __future__ import annotations

from kconv.manifests import nodes, source, split, yaml_tree

MIB = 1024 * 1024


def test_the_limits_are_those_of_the_pages() -> None:
    assert (source.WHOLE, source.PIECE, split.LIMIT) == (8 * MIB, MIB, 32 * MIB)
    assert (nodes.MAX_DEPTH, nodes.MAX_ENTRIES, yaml_tree.MAX_ALIASED) == (100, 1_000_000, 200_000)
