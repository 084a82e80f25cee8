"""Which node of the source gives its text to a field of the target.

A rule moves one field of every item (`spec.rules[].backend.serviceName`); text moves one place at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kconv.manifests.nodes import Node, find
from kconv.paths import EACH, MISSING, VALUES, FieldPath, expand, get


class MovedNodes:
    """The source node whose text moves to a target path, for the paths that a move names.

    ``taken`` holds the ids of those nodes, ``disturbed`` those of the nodes around them, and ``touched`` the target
    paths into which something moves. ``copies`` has the further target paths of a node that moves to several.
    """

    def __init__(self, root: Node, target: Any, moves: Iterable[tuple[FieldPath, FieldPath]]) -> None:
        self.by_path: dict[FieldPath, Node] = {}
        self.taken: dict[int, FieldPath] = {}
        self.disturbed: set[int] = set()
        self.touched: set[FieldPath] = set()
        self.copies: dict[FieldPath, Node] = {}
        for source, pattern in moves:
            for path in expand(target, pattern):
                if get(target, path) is not MISSING:
                    self._add(find(root, _bind(source, pattern, path)), path)

    def _add(self, node: Node | None, path: FieldPath) -> None:
        if node is None or node.parent is None or path in self.by_path or not path:
            return
        if id(node) in self.taken:
            self.copies.setdefault(path, node)
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
    """The source path with the indices and keys that the target path has in place of EACH and VALUES; one index too few
    means the first."""
    named = list(zip(path, pattern, strict=True))
    indices = iter([at for at, part in named if part is EACH])
    keys = iter([at for at, part in named if part is VALUES])
    return tuple(next(indices, 0) if part is EACH else next(keys, part) if part is VALUES else part for part in source)
