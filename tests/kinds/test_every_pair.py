"""kconv converts every pair of versions that Kubernetes' own code converts, and says of which others nothing proves them.

`tools/data/scheme.tsv` holds what four releases' schemes share a hub between; an oracle-marked test holds it to them.
"""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from refresh_catalog import scheme

from kconv import kinds
from kconv.engine import Kind
from kconv.names import GroupVersion, GroupVersionKind
from tests.peers import ORACLES, bin_dir, why_skipped

ROOT = Path(__file__).parents[2]


def told() -> list[list[str]]:
    """The rows (release, what, names) of the table."""
    with (ROOT / "tools/data/scheme.tsv").open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t"))[1:]


HUBS = sorted({names for _, what, names in told() if what == "hub"})
PAIRS = sorted({pair for names in HUBS for pair in combinations(names.split(), 2)})


def parse(name: str) -> GroupVersionKind:
    api_version, _, kind = name.rpartition("/")
    return GroupVersion.parse(api_version).kind(kind)


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_what_kubernetes_converts_kconv_converts(pair: tuple[str, str]) -> None:
    kind = kinds.find(parse(pair[0]))
    assert kind is not None
    assert kind is kinds.find(parse(pair[1]))


def joined(kind: Kind) -> set[str]:
    """The versions that Kubernetes' code brings to the hub version, over one release or several."""
    hubs = [[parse(name) for name in names.split()] for names in HUBS]
    rows = [{gvk.api_version for gvk in hub} for hub in hubs if hub[0].kind == kind.name]
    found = {kind.hub}
    while more := set().union(*(row for row in rows if row & found)) - found:
        found |= more
    return found


@pytest.mark.parametrize("kind", [one for one in kinds.registered() if len(one.versions) > 1], ids=lambda one: one.name)
def test_unproven_is_what_no_kubernetes_code_brings_to_the_hub(kind: Kind) -> None:
    assert {str(version) for version in kind.versions} - joined(kind) == kind.unproven


@pytest.mark.oracle
@pytest.mark.parametrize("oracle", ORACLES)
def test_the_table_is_what_the_schemes_say(oracle: str) -> None:
    reason = why_skipped((oracle,), "oracle")
    if reason:
        pytest.skip(reason)
    rows = sorted(scheme(oracle.removeprefix("oracle-"), str(bin_dir() / oracle)))
    assert rows == sorted(tuple(row) for row in told() if row[0] == rows[0][0])
