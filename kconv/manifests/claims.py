"""Moves as claims: which piece of the source's text a field of the target takes.

A rule moves one field of every item (`spec.rules[].backend.serviceName`); text moves one place at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kconv.manifests.nodes import Node, find
from kconv.paths import EACH, MISSING, FieldPath, expand, get


class Claims:
    """Target path → the source node whose text stands there, for the places that a move names.

    ``taken`` holds the ids of those nodes, ``disturbed`` of the nodes out of whose inside one moves; ``touched`` the
    target paths below which something moves in; ``again`` the places of a move that came too late for the text.
    """

    def __init__(self, root: Node, target: Any, moves: Iterable[tuple[FieldPath, FieldPath]]) -> None:
        self.by_path: dict[FieldPath, Node] = {}
        self.taken: dict[int, FieldPath] = {}
        self.disturbed: set[int] = set()
        self.touched: set[FieldPath] = set()
        self.again: dict[FieldPath, Node] = {}
        for source, pattern in moves:
            for path in expand(target, pattern):
                if get(target, path) is not MISSING:
                    self._claim(find(root, _bind(source, pattern, path)), path)

    def _claim(self, node: Node | None, path: FieldPath) -> None:
        if node is None or node.parent is None or path in self.by_path or not path:
            return
        if id(node) in self.taken:
            self.again.setdefault(path, node)
            return
        self.by_path[path] = node
        self.taken[id(node)] = path
        for length in range(len(path)):
            self.touched.add(path[:length])
        around: Node | None = node.parent
        while around is not None:
            self.disturbed.add(id(around))
            around = around.parent


def _bind(source: FieldPath, pattern: FieldPath, path: FieldPath) -> FieldPath:
    """The source path with the indices that the target path has in place of EACH; one index too few means the first."""
    indices = [at for at, part in zip(path, pattern, strict=True) if part is EACH]
    return tuple((indices.pop(0) if indices else 0) if part is EACH else part for part in source)
