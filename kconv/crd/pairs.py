"""Two neighbouring versions, compared by their schemas: the older one in the form that the rules give it, and the next.

Nothing fails open: a field that is gone is an error until a rule says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from kconv.crd.faults import Fault
from kconv.crd.history import History, Version
from kconv.crd.jsonpaths import in_object
from kconv.paths import EACH, VALUES, FieldPath, parse, same, show
from kconv.rules import Converts, Move, Values, of_sort, parts
from kconv.rules import schema as form
from kconv.rules.base import Part, reshaped
from kconv.structural.vocabulary import INT_OR_STRING, PRESERVE, Schema, nodes


def pairs_of(history: History, schemas: Mapping[str, Schema]) -> list[Pair]:
    """The pairs of neighbouring versions, the oldest first."""
    found = pairwise(history.versions)
    return [Pair(older, newer, schemas[older.api_version], schemas[newer.api_version]) for older, newer in found]


class Pair:
    """A version and the one before it."""

    def __init__(self, older: Version, newer: Version, old: Schema, after: Schema) -> None:
        self.older, self.newer = older, newer
        self._old, self._after = old, after

    @cached_property
    def _before(self) -> Schema:
        """The older schema as the rules leave it."""
        node = self._old
        for part in of_sort(parts(self.newer.rules), Converts):
            node = _translated(node, part) if isinstance(part.rule, Values) else reshaped(node, [part], _none)
        return node

    @cached_property
    def new(self) -> list[FieldPath]:
        """The fields that only the newer version has, each without what is in it."""
        return [*_only(self._after, self._before, self._old)]

    @cached_property
    def made(self) -> list[FieldPath]:
        """The fields of the newer version that rules make, where the older one has no field, moved ones aside."""
        moving = [part for part in of_sort(parts(self.newer.rules), Converts) if isinstance(part.rule, Move)]
        moved = {path for part in moving for path in part.below(parse(hub) for _, hub in part.rule.moves)}
        return [path for path in _only(self._after, self._old) if path not in self.new and path not in moved]

    @cached_property
    def gone(self) -> list[FieldPath]:
        """The fields that only the older version has: rules move them, or say that they are gone."""
        return [*_only(self._old, self._after)]

    def faults(self) -> Iterator[Fault]:
        """What has no counterpart in the newer version, and no rule says why."""
        for path in _only(self._before, self._after):
            yield self._fault(path, f"{self.newer.api_version} does not have the field{self._candidates()}", _ADVICE)
        for path, one, other in self._both():
            if (before := _type(one)) and (after := _type(other)) and before != after:
                why = f"is {before}, and in {self.newer.api_version} {after}"
                yield self._fault(path, why, "add a rule for it: Turn, Values, Wrap, Items, Keyed or ByType")
            elif lost := [value for value in _values(one) if not _among(value, other)]:
                why = f"{self.newer.api_version} does not have the value {', '.join(map(str, lost))}"
                yield self._fault(path, why, "add a rule for it: Values(…)")

    def warnings(self) -> Iterator[Fault]:
        """What one of the versions may leave out, or say, and the other not."""
        for path, one, other in self._both():
            if added := [value for value in _values(other) if not _among(value, one)]:
                why = f"{self.older.api_version} does not have the value {', '.join(map(str, added))}"
                yield self._fault(path, why)
            for field in sorted({*other.get("required", ())} - {*one.get("required", ())}):
                node = (other.get("properties") or {}).get(field, {})
                place = (*path, field)
                optional = form.at(self._old, place, _none) is not None and not form.demands(self._old, place, _none)
                if optional and node.get("default") is None:
                    why = f"{self.newer.api_version} requires it, but it is optional in {self.older.api_version}"
                    yield self._fault((*path, field), why)

    def notes(self) -> Iterator[Fault]:
        """The fields that are new: an older version keeps them in an annotation."""
        for path in self.new:
            yield self._fault(path, f"is new in {self.newer.api_version}; older versions keep it in the stash")

    def _both(self) -> Iterator[tuple[FieldPath, Schema, Schema]]:
        after = dict(nodes(self._after))
        for path, node in nodes(self._before):
            if path in after and node != form.ANYTHING and not _is_open(node) and not _is_open(after[path]):
                yield in_object(path), node, after[path]

    def _candidates(self) -> str:
        return f"; its new fields are {', '.join(map(show, self.new))}" if self.new else ""

    def _fault(self, path: FieldPath, why: str, advice: str = "") -> Fault:
        return Fault(self.newer.place, f"{self.older}: {show(path)}", why, advice)


_ADVICE = "add a rule for it: Move, Kept(…, why=…) or Dropped(…, why=…)"


def _only(one: Schema, other: Schema, holders: Schema = form.ANYTHING) -> Iterator[FieldPath]:
    """The fields that one schema has and another has not, the outermost only.

    An object that ``holders`` has is there, too: the rules may have taken its last field.
    """
    return _missing(one, other, holders, ())


def _missing(one: Schema, other: Schema, holders: Schema, path: FieldPath) -> Iterator[FieldPath]:
    if other == form.ANYTHING or (_is_open(other) and not other.get("properties")):
        return
    for step, child in _below(one):
        found, holder = _step(other, step), _step(holders, step)
        if found is None and holder is not None and holder.get("type") == "object":
            found = {"type": "object"}
        if found is not None:
            yield from _missing(child, found, holder or form.ANYTHING, (*path, step))
        elif isinstance(step, str) and not _is_open(other) and (path or step != "metadata"):
            yield (*path, step)


def _below(node: Schema) -> Iterator[tuple[Any, Schema]]:
    yield from (node.get("properties") or {}).items()
    for step, key in ((EACH, "items"), (VALUES, "additionalProperties")):
        if isinstance(node.get(key), dict):
            yield step, node[key]


def _step(node: Schema, step: Any) -> Schema | None:
    found = next((child for each, child in _below(node) if each == step), None)
    if found is None and isinstance(step, str) and isinstance(node.get("additionalProperties"), dict):
        return node["additionalProperties"]  # type: ignore[no-any-return]
    return found


def _is_open(node: Schema) -> bool:
    """Whether a node has fields that it does not name."""
    return bool(node.get(PRESERVE))


def _type(node: Schema) -> str:
    if node.get(INT_OR_STRING):
        return "int-or-string"
    kind = str(node.get("type", ""))
    return "map" if kind == "object" and node.get("additionalProperties") and not node.get("properties") else kind


def _values(node: Schema) -> list[Any]:
    """The values of an enum, which stands in allOf where null is one, too."""
    return next((each["enum"] for each in (node, *(node.get("allOf") or ())) if each.get("enum")), [])


def _with_values(node: Schema, values: list[Any]) -> Schema:
    if node.get("enum"):
        return {**node, "enum": values}
    return {**node, "allOf": [{**each, "enum": values} if each.get("enum") else each for each in node["allOf"]]}


def _among(value: Any, node: Schema) -> bool:
    known = _values(node)
    return not known or any(same(value, each) for each in known)


def _translated(node: Schema, part: Part[Converts]) -> Schema:
    """The schema with an enum in the words of the newer version."""
    rule = part.rule
    assert isinstance(rule, Values)
    path = (*part.path, *rule.path)
    found = form.at(node, path, _none)
    made = reshaped(node, [part], _none)
    if found is None or not _values(found) or made is not node:
        return made
    values = [next((new for old, new in rule.pairs if same(value, old)), value) for value in _values(found)]
    return form.put(node, path, _with_values(found, values), _none)


def _none(name: str) -> Schema:
    raise LookupError(f"a structural schema has no references, such as {name}")
