"""The conversion between a custom resource's versions: its rules, and what the schemas say beside them.

A field that only the newer version has, a default, the key of a list, the kind's new name: the models say them, and no
rule repeats them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.history import History
from kconv.crd.jsonpaths import in_object
from kconv.crd.pairs import Pair, pairs_of
from kconv.crd.schemas import schemas_of
from kconv.engine import Kind
from kconv.engine.moves import carried, moves_to_hub
from kconv.engine.route import name_in
from kconv.paths import FieldPath, parse, show, split
from kconv.rules import Annotation, At, Converts, Default, Gone, Lacks, Move, Part, Rule, Values, of_sort, parts
from kconv.rules.at import within
from kconv.rules.conditional import Leftover
from kconv.structural.vocabulary import LIST_MAP_KEYS, LIST_TYPE, Schema, nodes, properties


@lru_cache(maxsize=64)
def kind_of(history: History) -> Kind:
    """The kind as the engine converts it.

    Raises DeclarationError for a schema that cannot be, and for a field that no rule speaks of; ValueError for a rule.
    """
    schemas = schemas_of(history)
    pairs = pairs_of(history, schemas)
    if faults := [fault for pair in pairs for fault in pair.faults()]:
        raise DeclarationError(faults)
    changes: dict[str, Sequence[Rule]] = {history.versions[0].api_version: []}
    for pair in pairs:
        own = [*fewer_values(pair), *new(pair, schemas[pair.older.api_version]), *unread(pair)]
        changes[pair.newer.api_version] = [*left_over(pair), *renamed(pair), *vacated(pair), *own]
    hub = history.hub
    kind = Kind.of_changes(
        hub.declared.kind,
        hub.api_version,
        changes,
        own={version: [*defaults(schema)] for version, schema in schemas.items()},
        list_keys=list_keys(schemas[hub.api_version]),
        total=True,
        holders={version: (*holders(schema),) for version, schema in schemas.items()},
    )
    if faults := [*_misnamed(kind, history)]:
        raise DeclarationError(faults)
    return kind


def _misnamed(kind: Kind, history: History) -> Iterator[Fault]:
    """The versions whose kind the rules give another name than the class has."""
    for version in history.versions:
        name = name_in(kind, version.declared.group_version)
        if name != version.declared.kind:
            why = f"the rules lead to the kind {name}"
            yield Fault(version.place, str(version), why, "remove the rule for kind: the classes name it")


def renamed(pair: Pair) -> list[Rule]:
    """The kind's new name, unless a rule speaks of it."""
    old, now = pair.older.declared.kind, pair.newer.declared.kind
    said = (path for part in _converting(pair) for path, _ in part.rule.changes)
    if old == now or ("kind",) in said:
        return []
    return [Values("kind", [(old, now)], says=f"a {now} was called {old}")]


def new(pair: Pair, older: Schema) -> list[Rule]:
    """The fields that no rule makes of an older object: they are taken away first, where the newer version has them.

    An object that the older version requires stays, for rules to write in it what is required there. What an annotation
    of the older version holds is for the rule that says so.
    """
    moves = moves_to_hub(_converting(pair))
    required = {place for path in _required(older) for place in carried(path, moves)}
    held = {part.path + part.rule.hub for part in _converting(pair) if isinstance(part.rule, Annotation)}
    return [_lacks(path, required) for path in pair.new if path not in held]


def _required(schema: Schema) -> Iterator[FieldPath]:
    """The objects that an object of a version must have, those of items, too."""
    for path, node in nodes(schema):
        place = in_object(path)
        if not place or not isinstance(place[-1], str):
            yield from (place + parse(below) for below in holders(node))


def left_over(pair: Pair) -> list[Rule]:
    """The fields that rules make, where the older version has none: what rules left of them is taken away last."""
    return [within(holder, Leftover(hub=places)) for holder, places in _by_holder(pair.made)]


def vacated(pair: Pair) -> list[Rule]:
    """The rules of a version, with none of what may be left where a field has moved away that had the name first."""
    found: list[Rule] = []
    for at, rule in enumerate(pair.newer.rules):
        found.append(rule)
        later = (hub for part in of_sort(parts(pair.newer.rules[at + 1 :]), Converts) for _, hub in part.rule.moves)
        if isinstance(rule, Move) and any(parse(hub)[: len(rule.spoke)] == rule.spoke for hub in later):
            found.append(Leftover(hub=[rule.spoke]))
    return found


def fewer_values(pair: Pair) -> list[Rule]:
    """The fields that have values in the newer version which the older one does not know."""
    return [within(holder, rule) for holder, rule in pair.knows_only()]


def unread(pair: Pair) -> list[Rule]:
    """The older version's own fields: what rules could not read of them is taken away, for a server would prune it."""
    kept = {part.path + part.rule.path for part in _converting(pair) if isinstance(part.rule, Gone)}
    left = [path for path in pair.gone if path not in kept]
    return [within(holder, Leftover(spoke=places)) for holder, places in _by_holder(left)]


def _converting(pair: Pair) -> Sequence[Part[Converts]]:
    return of_sort(parts(pair.newer.rules), Converts)


def _lacks(path: FieldPath, required: Container[FieldPath]) -> Rule:
    ends = range(len(path) - 1, 0, -1)
    end = next((at for at in ends if not isinstance(path[at - 1], str) or path[:at] in required), 0)
    return within(path[:end], Lacks(show(path[end:])))


def _by_holder(paths: Iterable[FieldPath]) -> Iterator[tuple[FieldPath, list[FieldPath]]]:
    """The objects that hold fields, each with the paths of its fields in it."""
    found: dict[FieldPath, list[FieldPath]] = {}
    for holder, rest in map(split, paths):
        found.setdefault(holder, []).append(rest)
    yield from found.items()


def defaults(schema: Schema) -> Iterator[Rule]:
    """A version's defaults. The server fills in one where its parent is, and takes "" and 0 for values."""
    for path, node in nodes(schema):
        value = node.get("default")
        if value is None:
            continue
        holder, (*parents, field) = split(in_object(path))
        text = show((*(f"{parent}?" for parent in parents), field))
        rule = Default(text, value, zero=False)
        yield At(show(holder), [rule]) if holder else rule


def holders(schema: Schema) -> Iterator[str]:
    """The objects that an object of a version must have, outer ones first; those of items aside."""
    for name in schema.get("required") or ():
        node = properties(schema).get(name) or {}
        if node.get("type") == "object" and "additionalProperties" not in node:
            yield show((name,))
            yield from (show((name, *parse(below))) for below in holders(node))


def list_keys(schema: Schema) -> dict[str, tuple[str, ...]]:
    """The keys of the lists that have some."""
    listed = ((path, node) for path, node in nodes(schema) if node.get(LIST_TYPE) == "map")
    return {show(in_object(path)): tuple(node[LIST_MAP_KEYS]) for path, node in listed}
