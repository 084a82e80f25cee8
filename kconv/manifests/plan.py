"""What becomes of each value of the target: a piece of the old text, an edit of it, or new text.

The conversion hands over an object and the moves it made, not edits; Git shows every line that is printed anew.
"""

from __future__ import annotations

import json
from typing import Any

from kconv.manifests.moved import MovedNodes
from kconv.manifests.nodes import Collection, List, Map, Node, Scalar
from kconv.paths import FieldPath, same

# The fields that distinguish the items of Kubernetes' lists, the most distinctive first.
_IDENTITY = ("name", "key", "host", "path", "containerPort", "port", "mountPath", "ip", "type", "kind", "topologyKey")


class Plan:
    """One entry of the target and the source node whose text it takes, if any.

    ``verbatim``: the value is the source's, and nothing moves out of it. ``children`` is None if the text is printed
    from the value alone. ``before`` and ``above`` are comments to put above the entry, ``behind`` those at the end of
    its children: comments whose own place is gone.
    """

    __slots__ = ("above", "before", "behind", "children", "key", "like", "path", "source", "value", "verbatim")

    def __init__(self, key: str | None, value: Any, source: Node | None, path: FieldPath) -> None:
        self.key = key
        self.value = value
        self.source = source
        self.path = path
        self.verbatim = False
        self.children: list[Plan] | None = None
        self.before: list[str] = []
        self.above: list[str] = []
        self.behind: list[str] = []
        self.like: Node | None = None

    @property
    def merge(self) -> bool:
        """Whether this is a `<<` line."""
        return self.source is not None and self.source.key is not None and self.source.key.merge

    @property
    def kept(self) -> Collection | None:
        """The source collection that lives on here with its entries."""
        return _same_kind(self.source, self.value) if self.children is not None else None


def _same_kind(source: Node | None, value: Any) -> Collection | None:
    """The source, if it and the target are both maps or both lists, written out."""
    alike = Map if isinstance(value, dict) else List if isinstance(value, list) else ()
    return source if isinstance(source, alike) else None


class Planner:
    """Plans one document. ``used`` maps the id of each source node that lives on to its plan."""

    def __init__(self, moved: MovedNodes) -> None:
        self.moved = moved
        self.used: dict[int, Plan] = {}

    def plan(self, key: str | None, value: Any, source: Node | None, path: FieldPath) -> Plan:
        """Plan a value and all below it."""
        plan = Plan(key, value, source, path)
        if source is not None:
            self.used[id(source)] = plan
            if id(source) not in self.moved.disturbed and path not in self.moved.touched and same(source.value, value):
                plan.verbatim = True
                return plan
        if not value:
            return plan
        kept = _same_kind(source, value)
        if kept is None and path not in self.moved.touched:
            return plan
        if isinstance(value, dict):
            plan.children = self._order_map(plan, self._plan_map(value, kept, path), kept)
        else:
            sources = self._match_items(value, kept, path)
            plan.children = [
                self.plan(None, v, s, (*path, i)) for i, (v, s) in enumerate(zip(value, sources, strict=True))
            ]
            _look_alike(plan.children)
        return plan

    def _plan_map(self, value: dict[str, Any], kept: Collection | None, path: FieldPath) -> list[Plan]:
        own = {c.key.value: c for c in kept.children if c.key and not c.key.merge} if kept else {}
        return [self.plan(k, v, self._source_of((*path, k), own.get(k)), (*path, k)) for k, v in value.items()]

    def _source_of(self, path: FieldPath, natural: Node | None) -> Node | None:
        """The source of a path: the node that moves there, or else the one that is there, unless it has moved away."""
        source = self.moved.by_path.get(path)
        if source is not None:
            return source
        return None if id(natural) in self.moved.taken else natural

    def _match_items(self, value: list[Any], kept: Collection | None, path: FieldPath) -> list[Node | None]:
        """A source for each item: by index if their number is the same, else by what distinguishes the items."""
        sources: list[Node | None] = [self.moved.by_path.get((*path, at)) for at in range(len(value))]
        free = [c for c in kept.children if id(c) not in self.moved.taken] if kept else []
        if kept and len(kept.children) == len(value):
            natural = zip(sources, kept.children, strict=True)
            return [s or (None if id(c) in self.moved.taken else c) for s, c in natural]
        for mark in (id, _fingerprint, *_IDENTITY):
            known: dict[Any, Node] = {}
            for child in reversed(free):
                known[_identity(mark, child.value)] = child
            for at, item in enumerate(value):
                name = _identity(mark, item)
                if sources[at] is None and name is not None and name in known:
                    sources[at] = known.pop(name)
            taken = {id(source) for source in sources}
            free = [child for child in free if id(child) not in taken]
        return _fill_gaps(value, sources, kept, {id(child) for child in free})

    def _order_map(self, parent: Plan, plans: list[Plan], kept: Collection | None) -> list[Plan]:
        """Kept entries in the source's order, a new parent in place of its first child, others as in the target."""
        if kept is None:
            return plans
        place = {id(child): at for at, child in enumerate(kept.children)}
        placed = [(at, plan) for plan in plans if (at := _place(plan, kept, place)) is not None]
        for child in kept.children:
            if child.key and child.key.merge:
                merge = Plan("<<", child.value, child, parent.path)
                self.used[id(child)] = merge
                merge.verbatim = True
                placed.append((place[id(child)], merge))
        ordered = [plan for _, plan in sorted(placed, key=lambda one: one[0])]
        known = {id(plan) for plan in ordered}
        for at, plan in enumerate(plans):
            if id(plan) not in known:
                ordered.insert(ordered.index(plans[at - 1]) + 1 if at else 0, plan)
        return _behind_merges(ordered)


def _fill_gaps(
    value: list[Any], sources: list[Node | None], kept: Collection | None, free: set[int]
) -> list[Node | None]:
    """An item that nothing else identifies is, if it looks like it, the one that followed its predecessor."""
    children = kept.children if kept else []
    place = {id(child): at for at, child in enumerate(children)}
    after = 0
    for at, item in enumerate(value):
        source = sources[at]
        if source is None and after < len(children) and id(children[after]) in free and _alike(children[after], item):
            source = sources[at] = children[after]
        after = place.get(id(source), after - 1) + 1
    return sources


def _look_alike(items: list[Plan]) -> None:
    """Let what is new in a list look like the item before it: a word its quotes, a map the brackets of its lists."""
    before: Node | None = None
    for item in items:
        if item.source is not None:
            before = item.source
        elif isinstance(before, Scalar):
            item.like = before
        elif isinstance(before, Map) and isinstance(item.value, dict) and not item.children:
            lists = {c.key.value: c for c in before.children if c.key and isinstance(c, List) and c.flow and c.children}
            item.children = [Plan(key, value, None, (*item.path, key)) for key, value in item.value.items()]
            for child in item.children:
                child.like = lists.get(str(child.key))


def _alike(node: Node, item: Any) -> bool:
    if isinstance(item, dict) and isinstance(node, Map):
        return 2 * len(item.keys() & node.value.keys()) >= max(len(item), len(node.value))
    return isinstance(item, list) and isinstance(node, List)


def _behind_merges(ordered: list[Plan]) -> list[Plan]:
    """A key that a `<<` also brings counts, for Kubernetes, only if it follows the `<<`."""
    for merge in [plan for plan in ordered if plan.merge]:
        at = ordered.index(merge)
        early = [plan for plan in ordered[:at] if plan.source is None]
        ordered = [plan for plan in ordered[: at + 1] if plan not in early] + early + ordered[at + 1 :]
    return ordered


def _place(plan: Plan, kept: Collection, place: dict[int, int]) -> float | None:
    """The position of an entry in the source's order: its own, or that of the first child that it takes from there."""
    if plan.source is not None:
        if id(plan.source) in place:
            return place[id(plan.source)]
        return _climb(plan.source, kept, place)
    places = [at for child in plan.children or () if (at := _place(child, kept, place)) is not None]
    return min(places) + 0.5 if places and min(places) == int(min(places)) else min(places, default=None)


def _climb(node: Node, kept: Collection, place: dict[int, int]) -> float | None:
    while node.parent is not None and node.parent is not kept:
        node = node.parent
    return place[id(node)] + 0.25 if node.parent is kept else None


def _fingerprint(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def _identity(mark: Any, value: Any) -> Any:
    if callable(mark):
        return mark(value)
    name = value.get(mark) if isinstance(value, dict) else None
    return (type(name), name) if isinstance(name, (str, int)) else None
