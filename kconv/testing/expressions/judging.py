"""What a rule in CEL says of a value. Its errors, such as a field that is not there, are refusals: no rule holds then.

``&&`` and ``||`` do not fail where one side settles the answer, whichever side it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from kconv.testing.expressions.functions import FUNCTIONS, MACROS
from kconv.testing.expressions.reading import Tree, UnreadError
from kconv.testing.expressions.values import SIGNS, FailedError, boolean, number

Json = Any
Run: TypeAlias = Callable[[dict[str, Json]], Json]


def judged(tree: Tree) -> Run:
    """A function of the variables. Raises UnreadError for what is not followed."""
    kind, *parts = tree
    return _FORMS[kind](*parts)


def _value(value: Json) -> Run:
    return lambda _: value


def _name(name: str) -> Run:
    return lambda names: names[name]


def _field(target: Tree, name: str) -> Run:
    run = judged(target)
    return lambda names: _at(run(names), name)


def _at(value: Json, key: Json) -> Json:
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, list) and type(key) is int and 0 <= key < len(value):
        return value[key]
    raise FailedError(key)


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


def _macro(name: str, target: Tree, variable: str, *bodies: Tree) -> Run:
    run, inner = judged(target), [judged(body) for body in bodies]

    def act(names: dict[str, Json]) -> Json:
        items = run(names)
        if not isinstance(items, (list, dict)):
            raise FailedError(name)
        return MACROS[name](list(items), lambda body, item: inner[body]({**names, variable: item}), len(inner))

    return act


def _call(name: str, *arguments: Tree) -> Run:
    if (name, len(arguments)) not in FUNCTIONS:
        raise UnreadError(name)
    kinds, act = FUNCTIONS[name, len(arguments)]
    runs = [judged(argument) for argument in arguments]

    def call(names: dict[str, Json]) -> Json:
        values = [run(names) for run in runs]
        if not all(isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)):
            raise FailedError(name)
        return act(*values)

    return call


_FORMS: Final[Mapping[str, Callable[..., Run]]] = {
    "value": _value,
    "name": _name,
    "field": _field,
    "index": _index,
    "has": _has,
    "if": _if,
    "list": _list,
    "unary": _unary,
    "binary": _binary,
    "macro": _macro,
    "call": _call,
}
