"""Which value each anchor has at each place of the new text: an alias may stay only where its own value is still meant.

Two fields that share an anchor may convert differently, and an anchor's name may be used again further down.
"""

from __future__ import annotations

from typing import Any, TypeGuard

from kconv.manifests.nodes import Alias, Collection, List, Map, Node
from kconv.manifests.plan import Plan
from kconv.paths import same


class Anchors:
    """Name → new value, in the order of the new text. Does nothing for a document without anchors."""

    def __init__(self, active: bool) -> None:
        self.active = active
        self.values: dict[str, Any] = {}

    def define(self, node: Node | None, value: Any) -> str:
        """Move the node's anchor to a new value; returns `&name `, or "" if it has none."""
        if node is None or node.anchor is None:
            return ""
        if isinstance(node, Alias) and node.anchor in self.values:
            return ""
        self.values[node.anchor] = value
        return f"&{node.anchor} "

    def accept(self, node: Node) -> bool:
        """Whether the text of an unchanged value still means it; its own anchors are then defined."""
        if not self.active:
            return True
        before = dict(self.values)
        if self._walk(node):
            return True
        self.values = before
        return False

    def means(self, node: Node | None, value: Any) -> TypeGuard[Node]:
        """Whether an alias here gives this new value, because what it points to was converted in the same way."""
        return isinstance(node, Alias) and node.anchor in self.values and same(self.values[node.anchor], value)

    def _walk(self, node: Node) -> bool:
        if isinstance(node, Alias):
            return self.means(node, node.value)
        if node.anchor is not None:
            self.values[node.anchor] = node.value
        return not isinstance(node, Collection) or all(self._walk(child) for child in node.children)

    def inherited(self, node: Node | None) -> dict[str, Any] | None:
        """What the value of a `<<` gives now, or None if it no longer means a map."""
        if isinstance(node, Alias):
            value = self.values.get(str(node.anchor))
            return value if isinstance(value, dict) else None
        if isinstance(node, List):
            given: dict[str, Any] = {}
            for child in reversed(node.children):
                one = self.inherited(child)
                if one is None:
                    return None
                given.update(one)
            return given
        return node.value if isinstance(node, Map) and self.accept(node) else None

    def entries(self, plan: Plan) -> tuple[list[Plan], bool]:
        """The entries to write out, without those that a `<<` still brings; and whether a `<<` had to go."""
        children = plan.children
        assert children
        merges = [child for child in children if child.merge]
        if not merges:
            return children, False
        given: dict[str, Any] = {}
        for at, child in enumerate(children):
            one = self.inherited(child.source) if child.merge else {}
            early = {c.key for c in children[:at]}
            if one is None or any(key not in plan.value or key in early or key in given for key in one):
                return [child for child in children if not child.merge], True
            given |= one
        wanted = [c for c in children if c.source or c.key not in given or not same(given[c.key], c.value)]
        # What a map sets beside its `<<` is a duplicate key to Kubernetes' strict reader: none may come to be.
        if {c.key for c in wanted} & given.keys() - _set_twice(plan.source):
            return [child for child in children if not child.merge], True
        return wanted, False


def _set_twice(node: Node | None) -> set[Any]:
    """The keys that a map has of its own and by its `<<`."""
    if not isinstance(node, Map):
        return set()
    given: list[Any] = [child.value for child in node.children if child.key and child.key.merge]
    maps = [one for value in given for one in (value if isinstance(value, list) else [value])]
    own = {child.key.value for child in node.children if child.key}
    return own & {key for one in maps for key in one}
