"""Random objects, and random conversions of them that say what moved, as a rule would."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from kconv.paths import FieldPath

KEYS = [
    "name",
    "spec",
    "port",
    "backend",
    "on",
    "labels",
    "path",
    "host",
    "a.b/c",
    "items",
    "template",
    "k8s",
    "0x1f",
    "y",
]
TEXTS = [
    "two words",
    "web",
    "80",
    "true",
    "a b",
    "x: y",
    "#no",
    "1e3",
    "on",
    "",
    "é",
    "'",
    '"',
    "a, b",
    "l1\nl2\n",
    "l1\n  l2",
    " lead",
    "-",
    "~",
]
SCALARS: list[Any] = [*TEXTS, 1, 0, -3, 80, True, False, None, 1.5]


@dataclass(slots=True)
class Value:
    """A value that knows where it stood, while edits carry it around; ``was`` is None for a new one."""

    content: Any
    was: FieldPath | None = None

    def plain(self) -> Any:
        if isinstance(self.content, dict):
            return {key: value.plain() for key, value in self.content.items()}
        if isinstance(self.content, list):
            return [value.plain() for value in self.content]
        return self.content

    def children(self) -> list[tuple[Any, Value]]:
        if isinstance(self.content, dict):
            return list(self.content.items())
        return list(enumerate(self.content)) if isinstance(self.content, list) else []


def plant(plain: Any, path: FieldPath = ()) -> Value:
    """The value with the place of each of its parts."""
    if isinstance(plain, dict):
        return Value({key: plant(value, (*path, key)) for key, value in plain.items()}, path)
    if isinstance(plain, list):
        return Value([plant(value, (*path, at)) for at, value in enumerate(plain)], path)
    return Value(plain, path)


def moves(value: Value, path: FieldPath = (), follows: FieldPath | None = ()) -> list[tuple[FieldPath, FieldPath]]:
    """The moves that a rule would declare: one for each value that does not simply follow its parent."""
    found = [(value.was, path)] if value.was is not None and value.was != follows and path else []
    for key, child in value.children():
        found += moves(child, (*path, key), None if value.was is None else (*value.was, key))
    return found


class Dice:
    """Everything random about one case."""

    def __init__(self, seed: int, size: int) -> None:
        self.random = random.Random(seed)
        self.left = size
        self.seen: list[Any] = []

    def scalar(self) -> Any:
        return self.random.choice(SCALARS)

    def value(self, depth: int = 0) -> Any:
        self.left -= 1
        kind = self.random.random()
        if depth and (depth > 4 or self.left <= 0 or kind < 0.35):
            return self.scalar()
        count = self.random.randint(0 if depth else 1, 4)
        if self.seen and kind > 0.85:
            again = self.random.choice(self.seen)
            return {**again, "more": self.scalar()} if isinstance(again, dict) and kind > 0.9 else again
        made: Any
        if kind < 0.6 and depth:
            made = [self.value(depth + 1) for _ in range(count)]
        else:
            made = {key: self.value(depth + 1) for key in self.random.sample(KEYS, count)}
        self.seen.append(made)
        return made

    def edit(self, root: Value) -> None:  # noqa: C901 - one branch for each kind of step
        """One conversion step somewhere in the tree."""
        maps = [value for value in _all(root) if isinstance(value.content, dict) and value.content]
        lists = [value for value in _all(root) if isinstance(value.content, list) and value.content]
        if not maps:
            root.content["new"] = Value(self.scalar())
            return
        spot = self.random.choice(maps).content
        key = self.random.choice(list(spot))
        free = self.random.choice([name for name in [*KEYS, "new", "other", "third"] if name not in spot])
        step = self.random.choice(
            ["rename", "nest", "unnest", "pull", "delete", "insert", "kind", "change", "drop", "swap", "add"]
        )
        if step == "rename":
            items = [(free if name == key else name, value) for name, value in spot.items()]
            spot.clear()
            spot.update(items)
        elif step == "nest":
            spot[free] = Value({key: spot.pop(key)})
        elif step == "unnest" and isinstance(spot[key].content, dict) and spot[key].content:
            name = self.random.choice(list(spot[key].content))
            if name not in spot:
                spot[name] = spot[key].content.pop(name)
        elif step == "pull" and isinstance(spot[key].content, list) and spot[key].content:
            spot[free] = spot[key].content.pop(self.random.randrange(len(spot[key].content)))
        elif step == "delete":
            del spot[key]
        elif step == "insert":
            spot[free] = Value(plant(self.value(3)).content) if self.random.random() < 0.5 else Value(self.scalar())
            for value in _all(spot[free]):
                value.was = None
        elif step == "kind":
            spot[key] = Value(
                self.random.choice([{}, [], 1, "text", {"a": Value(1)}, [Value({"b": Value("x")})]]), spot[key].was
            )
        elif step == "change" and not isinstance(spot[key].content, (dict, list)):
            spot[key].content = self.scalar()
        elif lists and step in ("drop", "swap", "add"):
            target = self.random.choice(lists).content
            if step == "drop":
                target.pop(self.random.randrange(len(target)))
            elif step == "swap":
                self.random.shuffle(target)
            else:
                target.insert(self.random.randint(0, len(target)), Value({"a": Value(1), "b": Value([Value("x")])}))


def _all(value: Value) -> list[Value]:
    return [value, *(below for _, child in value.children() for below in _all(child))]
