"""What every rule is: one declared difference between a spoke and the hub, of one of three sorts.

A conversion works both ways, a default is what an absent field means in a version, a demand is what a version's server
requires beyond the schema. Rules never change their input. They return the same object if nothing applies, and
otherwise a new one that shares all that is unchanged: so a conversion costs only what its rules touch, and a change is
detected by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from kconv.errors import Question
from kconv.names import Release
from kconv.notes import Note
from kconv.paths import FieldPath, parse, same
from kconv.rules.decision import Decision
from kconv.rules.fills import Filling, optional, walk
from kconv.values import Json, update

if TYPE_CHECKING:
    from typing import Self

    from kconv.rules.schema import Node, Resolve

Answers: TypeAlias = Mapping[str, str]
Settled: TypeAlias = "tuple[Json, list[Note], list[Question]]"
"""A settled object, notes, and the questions still open."""
Change: TypeAlias = "tuple[FieldPath, int]"
"""A path at which a rule reads or writes, and the number of its segments that lead to the highest part that is added or
removed."""


class Rule:
    """One difference between a spoke and the hub.

    Raises ValueError for arguments that make no rule, in words that begin with the rule as it is written.
    """

    def __init_subclass__(cls) -> None:
        if "__init__" in cls.__dict__:
            cls.__init__ = _reporting(cls.__dict__["__init__"])  # type: ignore[method-assign]

    def parts(self) -> Iterator[Part[Rule]]:
        """The rules that this one consists of, each in its place: most are a single rule for the whole object."""
        yield Part(self)

    def describe(self) -> list[str]:
        """The difference in words, for `kconv explain`."""
        return []


def _reporting(init: Callable[..., None]) -> Callable[..., None]:
    """A constructor whose errors name the rule. A list where a path is wanted is found by whatever reads it first."""

    def reporting(self: Rule, *args: Any, **words: Any) -> None:
        try:
            init(self, *args, **words)
        except Exception as error:
            name = type(self).__name__
            if error.__traceback__ and error.__traceback__.tb_next is None:
                raise TypeError(str(error).replace(init.__qualname__, name)) from None  # not its parameters
            said = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            if said.startswith((f"{name}(", f"{name}:")):
                raise
            written = f"{args[0]!r}, …" if args else "…"
            raise ValueError(f"{name}({written}): {said}") from error

    reporting.__wrapped__ = init  # type: ignore[attr-defined]
    return reporting


class Converts(Rule):
    """A difference that a conversion makes, both ways.

    ``moves`` are pairs (spoke path, hub path) of fields that change their place. ``exact`` says that to_hub and
    from_hub undo each other on every object, so that nothing need be compared or stashed. ``changes`` says where a
    conversion reads and writes, the whole object where it is not said. ``lacks`` are hub paths that the spoke has no
    field for, ``apart`` spoke paths that the hub's version has none for, though the hub has what is there.
    ``list_keys`` are hub paths of lists, each with the fields that identify an item. ``former`` says that the spoke
    also has the hub's form, ``inverted`` that the spoke is the newer version: then the lists are the spoke's.
    ``joint`` are the spoke's and the hub's paths of fields that are one thing: an edit of one is an edit of all.
    """

    exact: bool = True
    moves: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = (((), 0),)
    lacks: tuple[FieldPath, ...] = ()
    apart: tuple[FieldPath, ...] = ()
    list_keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    former: bool = False
    inverted: bool = False
    joint: tuple[Sequence[FieldPath], Sequence[FieldPath]] | None = None
    concerns: tuple[str, ...] = ()
    """The attributes that are paths of keys, or tuples of such, of a rule that reads and writes nothing else, and that
    does nothing either way to an object which has none of those fields."""

    @property
    def heads(self) -> frozenset[str] | None:
        """The keys without any of which an object is left as it is, either way; None if they are not known."""
        return frozenset(path[0] for path in self._concerned()) if self.concerns else None

    def _concerned(self) -> Iterator[tuple[str, ...]]:
        for name in self.concerns:
            found = getattr(self, name)
            yield from (found,) if isinstance(found[0], str) else found

    def _copy(self) -> Self:
        made = object.__new__(type(self))  # the module copy takes a third of a millisecond to load
        made.__dict__.update(self.__dict__)
        return made

    def narrowed(self) -> tuple[str, Converts] | None:
        """The key of the object in which all that the rule reads and writes lies, and the rule for that object.

        It differs in one thing: if nothing is left of that object, it is empty, and not removed.
        """
        paths = [*self._concerned()]
        if not paths or len({path[0] for path in paths}) > 1 or min(map(len, paths)) == 1:
            return None
        made = self._copy()
        for name in self.concerns:
            found = getattr(self, name)
            setattr(made, name, found[1:] if isinstance(found[0], str) else tuple(path[1:] for path in found))
        return paths[0][0], made

    def to_hub(self, obj: Json) -> Json:
        """The object with this difference in the hub's form."""
        return obj

    def from_hub(self, obj: Json) -> Json:
        """The object with this difference in the spoke's form."""
        return obj

    def undone(self, obj: Json, new: Json, *, back: bool) -> bool:
        """Whether the way back from ``new`` gives ``obj``, from which ``to_hub``, or ``from_hub`` if ``back``, made it.

        A rule that knows without going back says so faster.
        """
        again = self.to_hub(new) if back else self.from_hub(new)
        return again is obj or same(again, obj)

    def writes(self) -> Iterator[tuple[FieldPath, Json, bool]]:
        """The values that stand in the rule itself: where each is written, and whether that is in the hub."""
        return iter(())

    def reshape(self, node: Node, resolve: Resolve) -> Node:
        """The spoke's schema with this difference in the hub's form; ``resolve`` gives the definition of a name."""
        from kconv.rules import schema

        for spoke, hub in self.moves:
            node = schema.moved(node, parse(spoke), parse(hub), resolve)
        return node


class Fills(Rule):
    """What a version means by leaving something out. ``reads`` are the paths that the defaults read and write, None
    where these are not known."""

    reads: tuple[FieldPath, ...] | None = None

    def fillings(self, release: Release) -> list[Filling]:
        """The spoke's own defaults, as ``release`` knows the fields."""
        raise NotImplementedError

    def fill(self, obj: Json, release: Release) -> Json:
        """The object with the spoke's own defaults."""
        return walk(self.fillings(release))(obj)


class Demands(Rule):
    """What the spoke's server requires of an object beyond its schema, after a conversion that keeps behaviour.

    ``decisions`` are the questions that it may ask. ``since`` is the first release whose server requires it, None for
    every one; ``of_parts`` means that it also holds in a fragment, because it concerns fields that are present, not
    those that a fragment may leave out; ``of_others`` that it concerns the objects that this one names.
    """

    decisions: tuple[Decision, ...] = ()
    since: Release | None = None
    of_parts: bool = False
    of_others: bool = False

    def settle(self, obj: Json, answers: Answers) -> Settled:
        """The object as the server will take it."""
        raise NotImplementedError


Sort = TypeVar("Sort", bound=Rule, covariant=True)
_Sort = TypeVar("_Sort", bound=Rule)


class Part(NamedTuple, Generic[Sort]):
    """A rule in its place: it holds for the object at ``path``, or for every one if that goes through items.

    ``under`` are the paths as they are written, the outermost first. ``shared`` marks defaults on which no other
    default depends, so that two versions that both have them need not fill them in to be compared. ``ahead``
    marks parts of a list that all stand where the first of them does.
    """

    rule: Sort
    path: FieldPath = ()
    under: tuple[str, ...] = ()
    shared: bool = False
    ahead: bool = False

    def below(self, paths: Iterable[FieldPath]) -> list[FieldPath]:
        """Paths of the rule's object, as paths of the whole one."""
        return [self.path + path for path in paths]

    def describe(self) -> list[str]:
        """The rule's sentences, each with the rule's place."""
        where = "".join(f"in {text}: " for text in self.under)
        return [f"{where}{line}" for line in self.rule.describe()]


def parts(rules: Iterable[Rule]) -> list[Part[Rule]]:
    """All parts of some rules, in order. Raises ValueError for anything else among them."""
    found = [part for rule in checked(rules) for part in rule.parts()]
    at = next((at for at, part in enumerate(found) if part.ahead), len(found))
    return found[:at] + sorted(found[at:], key=lambda part: not part.ahead)


def checked(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules. Raises ValueError for anything else among them."""
    if isinstance(rules, (str, Rule, Mapping)) or not isinstance(rules, Iterable):
        raise ValueError(f"{rules!r} is not a list of rules; write it in brackets, such as [Move('spec.a', 'spec.b')]")
    found = tuple(rules)
    for rule in found:
        if not isinstance(rule, Rule):
            raise ValueError(f"{rule!r} is not a rule; a list of rules has objects such as Move('spec.a', 'spec.b')")
    return found


def of_sort(found: Iterable[Part[Rule]], sort: type[_Sort]) -> tuple[Part[_Sort], ...]:
    """The parts that are rules of one sort."""
    return tuple(part for part in found if isinstance(part.rule, sort))  # type: ignore[misc]


def plainly(parts: Sequence[Part[Converts]], obj: Json, *, back: bool = False) -> Json:
    """The object in the hub's form, or ``back`` in the spoke's, one rule after the other."""
    for part in reversed(parts) if back else parts:
        convert = part.rule.from_hub if back else part.rule.to_hub
        obj = update(obj, part.path, lambda each: convert(each) if isinstance(each, dict) else each)  # noqa: B023
    return obj


def of_part(part: Part[Fills], release: Release) -> list[Filling]:
    """The defaults of a rule in its place, for the fields of ``release``; no parents are created on the way to it."""
    way = optional(part.path)
    return [Filling(way + each.steps, each.fill) for each in part.rule.fillings(release)]


def reshaped(node: Node, parts: Iterable[Part[Converts]], resolve: Resolve) -> Node:
    """A version's schema in the hub's form: each rule takes the fields it moves along."""
    from kconv.rules import schema

    for part in parts:
        found = schema.at(node, part.path, resolve)
        new = None if found is None else part.rule.reshape(found, resolve)
        if new is not None and new is not found:
            node = schema.put(node, part.path, new, resolve)
    return node
