"""What a rule in CEL says of a value. Its errors, such as a field that is not there, are refusals: no rule holds then.

``&&`` and ``||`` do not fail where one side settles the answer, whichever side it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from kconv.paths import MISSING
from kconv.testing.expressions.functions import FUNCTIONS, MACROS, Type
from kconv.testing.expressions.kubernetes import KUBERNETES
from kconv.testing.expressions.optional import OPTIONAL, Optional
from kconv.testing.expressions.reading import Tree, UnreadError
from kconv.testing.expressions.values import SIGNS, FailedError, boolean, number

Json = Any
Run: TypeAlias = Callable[[dict[str, Json]], Json]


def judged(tree: Tree) -> Run:
    """A function of the variables. Raises UnreadError for what is not followed."""
    kind, *parts = tree
    if kind not in _FORMS:
        raise UnreadError(kind)
    return _FORMS[kind](*parts)


def _value(value: Json) -> Run:
    return lambda _: value


def _name(name: str) -> Run:
    return lambda names: names[name]


def _field(target: Tree, name: str) -> Run:
    run = judged(target)
    return lambda names: _at(run(names), name)


def _at(value: Json, key: Json) -> Json:
    if isinstance(value, Optional):
        return _maybe(value, key)
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, list) and type(key) is int and 0 <= key < len(value):
        return value[key]
    raise FailedError(key)


def _maybe(value: Json, key: Json) -> Optional:
    """What may be at a key; of what is not there, nothing is."""
    held = value.value if isinstance(value, Optional) else value
    if held is not MISSING and not isinstance(held, (dict, list)):
        raise FailedError(key)
    try:
        return Optional(MISSING if held is MISSING else _at(held, key))
    except FailedError:
        return Optional()


def _maybe_field(target: Tree, name: str) -> Run:
    run = judged(target)
    return lambda names: _maybe(run(names), name)


def _maybe_index(target: Tree, key: Tree) -> Run:
    run, at = judged(target), judged(key)
    return lambda names: _maybe(run(names), at(names))


def _index(target: Tree, key: Tree) -> Run:
    run, at = judged(target), judged(key)
    return lambda names: _at(run(names), at(names))


def _has(target: Tree, name: str) -> Run:
    run = judged(target)

    def has(names: dict[str, Json]) -> bool:
        value = run(names)
        if not isinstance(value, dict):
            raise FailedError(name)
        return name in value

    return has


def _if(condition: Tree, yes: Tree, no: Tree) -> Run:
    run, one, other = map(judged, (condition, yes, no))
    return lambda names: one(names) if boolean(run(names)) else other(names)


def _list(*items: Tree) -> Run:
    runs = [judged(item) for item in items]
    return lambda names: [run(names) for run in runs]


def _unary(sign: str, inner: Tree) -> Run:
    run = judged(inner)
    return (lambda names: not boolean(run(names))) if sign == "!" else lambda names: -number(run(names))


def _binary(sign: str, left: Tree, right: Tree) -> Run:
    one, other = judged(left), judged(right)
    if sign in ("&&", "||"):
        return lambda names: _either(one, other, names, settles=sign == "||")
    act = SIGNS[sign]
    return lambda names: act(one(names), other(names))


def _either(one: Run, other: Run, names: dict[str, Json], *, settles: bool) -> bool:
    failed: FailedError | None = None
    for run in (one, other):
        try:
            if boolean(run(names)) is settles:
                return settles
        except FailedError as error:
            failed = error
    if failed is not None:
        raise failed
    return not settles


def _macro(name: str, target: Tree, variables: tuple[str, ...], *bodies: Tree) -> Run:
    run, inner = judged(target), [judged(body) for body in bodies]

    def act(names: dict[str, Json]) -> Json:
        items = _items(run(names), pairs=len(variables) == 2)

        def each(body: int, item: tuple[Json, ...]) -> Json:
            return inner[body]({**names, **dict(zip(variables, item, strict=True))})

        return MACROS[name](items, each, len(inner))

    return act


def _items(value: Json, *, pairs: bool) -> list[tuple[Json, ...]]:
    """The values of a macro's variables: each item or key, or with two of them each index or key with its value."""
    if isinstance(value, dict):
        return list(value.items()) if pairs else [(key,) for key in value]
    if isinstance(value, list):
        return list(enumerate(value)) if pairs else [(item,) for item in value]
    raise FailedError(value)


def _call(name: str, *arguments: Tree) -> Run:
    if (name, len(arguments)) not in _FUNCTIONS:
        raise UnreadError(name)
    kinds, act = _FUNCTIONS[name, len(arguments)]
    runs = [judged(argument) for argument in arguments]

    def call(names: dict[str, Json]) -> Json:
        values = [run(names) for run in runs]
        if not all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)):
            raise FailedError(name)
        return act(*values)

    return call


_FUNCTIONS: Final = {**FUNCTIONS, **OPTIONAL, **KUBERNETES}
_FORMS: Final[Mapping[str, Callable[..., Run]]] = {
    "value": _value,
    "name": _name,
    "field": _field,
    "index": _index,
    "maybe_field": _maybe_field,
    "maybe_index": _maybe_index,
    "type": lambda name: _value(Type(name)),
    "has": _has,
    "if": _if,
    "list": _list,
    "unary": _unary,
    "binary": _binary,
    "macro": _macro,
    "call": _call,
}
