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
        self._namesakes: dict[FieldPath, dict[Any, Any]] = {}
        for source, pattern in moves:
            for path in expand(target, pattern):
                if get(target, path) is not MISSING:
                    self._add(self._find(root, source, target, pattern, path), path)

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

    def _find(self, root: Node, source: FieldPath, target: Any, pattern: FieldPath, path: FieldPath) -> Node | None:
        """The node at a source path with the indices and keys that the target path has in place of EACH and VALUES."""
        rest = iter([at for at, part in enumerate(pattern) if part is EACH or part is VALUES])
        bound: list[Any] = []
        for part in source:
            if part is not EACH and part is not VALUES:
                bound.append(part)
                continue
            at = next(rest, None)
            if at is None:
                bound.append(0)  # one index too few means the first
            elif pattern[at] is part:
                bound.append(path[at])
            else:
                holder = path[:at]
                if holder not in self._namesakes:
                    node = find(root, tuple(bound))
                    self._namesakes[holder] = _namesakes(node.value if node else None, get(target, holder))
                bound.append(self._namesakes[holder].get(path[at]))
        return find(root, tuple(bound))


def _namesakes(source: Any, target: Any) -> dict[Any, Any]:
    """For each index of a list the key of the map's value that became its item, or for each key the index.

    The key is in a field of each item; empty if there is no such field.
    """
    items, values = (source, target) if isinstance(source, list) else (target, source)
    if not items or not (isinstance(items, list) and isinstance(values, dict)):
        return {}
    if not all(isinstance(item, dict) for item in items):
        return {}
    for field in items[0]:
        keys = [item.get(field) for item in items]
        if all(isinstance(key, str) and key in values for key in keys) and len({*keys}) == len(keys):
            return dict(enumerate(keys)) if items is target else {key: at for at, key in enumerate(keys)}
    return {}
