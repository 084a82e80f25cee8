"""A rule with a path that no schema has does nothing, and what it leaves undone is kept in an annotation: every object
comes back, and none is valid in the other version.

So rules are held to the schemas before any object is: both are written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from kconv.engine import Kind
from kconv.engine.moves import carried, moves_to_hub
from kconv.errors import UsageError
from kconv.names import GroupVersion
from kconv.paths import EACH, MISSING, FieldPath, parse, show
from kconv.rules import PRESENT, SAME, Cases, Default, Dropped, Implied, Inverse, Kept, Values
from kconv.rules.base import Converts, Fills, Part, Rule, of_sort, parts, reshaped
from kconv.rules.conditional import ConditionalChanges, ConditionalDefaults
from kconv.testing import arrivals, counterparts
from kconv.testing.form import Form
from kconv.testing.governed import single
from kconv.testing.shape import Shape, of_schemas

if TYPE_CHECKING:
    from kconv.crd.custom_resource import CustomResource

_OF_EVERY_OBJECT: Final = ("kind",)
"""A field that a rule may rename the kind in, and that few schemas name."""
_SHOWN: Final = 8
"""Values of an enum that are listed."""


def fitting(kind: Kind, shapes: Mapping[str, Shape]) -> None:
    """Raises UsageError with every path and value in a kind's rules that the schemas of its versions do not have."""
    if found := _unfitting(kind, shapes):
        why = "; ".join(dict.fromkeys(f"{version}: {why}" if version else why for version, why in found))
        raise UsageError(
            f"the rules of {kind.name} do not fit its schemas: {why}", hint="fix the rules, or the schemas"
        )


def fitting_resource(resource: CustomResource) -> None:
    """The same for a declared custom resource. Raises DeclarationError with the places of the rules."""
    from kconv.crd.faults import DeclarationError, Fault

    if len(resource.versions) == 1:
        return
    newest = resource.history.versions[-1]
    places = {older.api_version: newer.place for older, newer in pairwise(resource.history.versions)}
    found = _unfitting(resource.kind, of_schemas(resource.kind.name, resource.whole_schemas))
    hint = "fix the rules, or the schemas"
    if faults := [
        Fault(places.get(version, newest.place), version or str(resource), why, hint) for version, why in found
    ]:
        raise DeclarationError(faults)


def _unfitting(kind: Kind, shapes: Mapping[str, Shape]) -> list[tuple[str, str]]:
    """What does not fit, each with the version whose way to the hub it is on, "" if it is on none."""
    hub = shapes.get(kind.hub)
    if hub is None:
        return []
    own = of_sort(kind.parts(GroupVersion.parse(kind.hub)), Converts)
    lacks = [place for part in own for place in part.below(part.rule.lacks)]
    form = Form(hub, reshaped(hub.root, own, hub.resolve), lacks)
    pairs = [(version, shapes[str(version)]) for version in kind.versions if str(version) in shapes]
    found = [(str(version), each) for version, shape in pairs for each in _misfits(kind, version, shape, form)]
    found += [("", why) for why in arrivals.given_up_twice(kind)]
    found += [("", why) for why in _without_keys(kind, hub)] if hub.custom else []
    return found


def _without_keys(kind: Kind, hub: Shape) -> Iterator[str]:
    """Lists whose items the schema tells apart by keys that the kind does not know.

    An edit of an item would then lose what a rule hides in it.
    """
    known = {parse(path) for path in kind.list_keys}
    changed = {path for version in kind.versions for path in _changed(of_sort(kind.parts(version), Converts))}
    lists = {path[:at] for path in changed for at, part in enumerate(path) if part is EACH}
    for path in sorted(lists - known, key=show):
        keys = hub.item_keys(path)
        if keys:
            yield (
                f"{show(path)} is a list with keys, and what is hidden in an item would be lost when the item is "
                f"edited: add list_keys={{{show(path)!r}: {keys!r}}} to the Kind"
            )


def _changed(converting: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """Where rules change something, by its path in the hub."""
    for index, part in enumerate(converting):
        if not part.rule.exact:
            moves = moves_to_hub(converting[index + 1 :])
            yield from (carried(path, moves)[0] for path in part.below(path for path, _ in part.rule.changes))


def _misfits(kind: Kind, version: GroupVersion, shape: Shape, hub: Form) -> Iterator[str]:
    own = Form(shape, shape.root)
    plain = [rule for rule in kind.rules(version) if not isinstance(rule, Inverse)]
    newer = [rule for inverse in kind.rules(version) if isinstance(inverse, Inverse) for rule in inverse.rules]
    for rules, old, new in ((plain, own, hub), (newer, hub, own)):
        yield from _of_conversion(of_sort(parts(rules), Converts), old, new)
    for fills in of_sort(kind.parts(version), Fills):
        for path in fills.below(fills.rule.reads or ()):
            if not own.has(path):
                yield f"{show(path)} is not a field{own.near(path)} ({_words(fills)})"
            elif isinstance(fills.rule, Default):
                yield from _outside(own, path, [fills.rule.value])


def _of_conversion(converting: Sequence[Part[Converts]], old: Form, new: Form) -> Iterator[str]:
    """What does not fit of rules that lead from one form to another."""
    node, resolve = old.node, old.shape.resolve
    for index, part in enumerate(converting):
        later = converting[index + 1 :]
        moves = moves_to_hub(later)
        spoke = Form(old.shape, node, [*old.beside, *_come(converting[:index])])
        hub = replace(new, beside=[*new.beside, *_going(later)])
        kept_back = arrivals.kept_back(converting, index, replace(spoke, beside=()), new)
        yield from (f"{why} ({_words(each)})" for each in single(part) for why in _of_paths(each, spoke, hub, moves))
        misfits = _of_values(part, spoke, hub, moves)
        for why in (*misfits, *kept_back, *counterparts.without_counterpart(converting, index, spoke, new)):
            yield f"{why} ({_words(part)})"
        node = reshaped(node, [part], resolve)


def _come(earlier: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """What earlier rules say is new: a field may come with one version and move with the next."""
    for index, part in enumerate(earlier):
        for path in part.below(part.rule.lacks):
            yield carried(path, moves_to_hub(earlier[index + 1 :]))[0]


def _going(later: Sequence[Part[Converts]]) -> Iterator[FieldPath]:
    """What later rules give up, by its path in the hub: a field may come with one version and go with the next."""
    for index, part in enumerate(later):
        gone = [part.rule.path] if isinstance(part.rule, (Kept, Dropped)) else part.rule.apart
        for path in part.below(gone):
            yield carried(path, moves_to_hub(later[index + 1 :]))[0]


def _of_paths(part: Part[Converts], spoke: Form, hub: Form, later: Any) -> Iterator[str]:
    """The fields that a rule moves must be where it says, the others in one of the two."""
    rule = part.rule
    gone = [rule.path] if isinstance(rule, (Kept, Dropped)) else []
    for one, other in rule.moves:
        old, new = part.path + parse(one), part.path + parse(other)
        if not spoke.has(old) and spoke.has(new) and hub.has(old) and not hub.has(carried(new, later)[0]):
            yield f"{one} and {other} are swapped: the first path is the version's field, the second that of the hub"
            return
    for path in part.below([*(parse(old) for old, _ in rule.moves), *gone]):
        if not spoke.has(path):
            yield f"{show(path)} is not a field{spoke.near(path)}"
    for path in part.below([*(parse(new) for _, new in rule.moves), *rule.lacks]):
        place = carried(path, later)[0]
        if not hub.has(place):
            yield f"{show(place)} is not a field of the hub{hub.near(place)}"
    moved = {parse(each) for pair in rule.moves for each in pair} | {*rule.lacks, *gone, _OF_EVERY_OBJECT}
    for path in part.below(path for path, _ in rule.changes if path and path not in moved):
        if not spoke.has(path) and not hub.has(carried(path, later)[0]):
            yield f"{show(path)} is not a field{spoke.near(path)}"


def _of_values(part: Part[Converts], spoke: Form, hub: Form, later: Any) -> Iterator[str]:
    for path, values in _columns(part.rule, back=False):
        yield from _outside(spoke, part.path + path, values)
    for path, values in _columns(part.rule, back=True):
        yield from _outside(hub, carried(part.path + path, later)[0], values)


def _columns(rule: Rule, *, back: bool) -> Iterator[tuple[FieldPath, list[Any]]]:
    """The fields of a rule's table with the values that it has for them, the spoke's or those of the hub."""
    if isinstance(rule, Values):
        yield rule.path, [pair[back] for pair in rule.pairs]
    elif isinstance(rule, Cases):
        for index, path in enumerate(rule.hub if back else rule.spoke):
            yield path, [row[back][index] for row in rule.table]
    elif isinstance(rule, (ConditionalChanges, ConditionalDefaults)):
        yield rule.condition.path, [*rule.condition.values]
    elif isinstance(rule, Implied) and back:
        for path, value, follows in rule.rows:
            yield path, [value] if value is not PRESENT else []
            yield rule.hub, [follows] if follows is not SAME else []


def _outside(form: Form, path: FieldPath, values: Iterable[Any]) -> Iterator[str]:
    known = form.values(path)
    for value in values if known else ():
        if value not in (*known, MISSING, None):
            close = get_close_matches(str(value), [str(each) for each in known], n=1)
            near = f"is it {close[0]}?" if close else f"they are {', '.join(map(str, known[:_SHOWN]))}"
            yield f"{value!r} is not a value of {show(path)} in {form.shape.api_version}: {near}"


def _words(part: Part[Any]) -> str:
    return next(filter(None, part.describe()), type(part.rule).__name__)
