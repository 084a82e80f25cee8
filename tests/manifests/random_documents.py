"""Random manifests as text: real old documents hardly hold moves together with comments, flow style, JSON or aliases."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

from kconv.manifests import render
from kconv.manifests.quoting import quoted
from kconv.paths import FieldPath


@dataclass(slots=True)
class Printer:
    """Prints a value with comments, blank lines, quotes and aliases wherever YAML allows them."""

    random: random.Random
    comments: float = 0.25
    aliases: bool = False
    flow: float = 0.15
    odd: bool = False
    step: int = 2
    dash: int = 0
    count: int = 0
    anchors: dict[str, str] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)
    mergeable: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline: dict[str, FieldPath] = field(default_factory=dict)

    def comment(self, path: FieldPath | None = None) -> str:
        self.count += 1
        text = f"# c{self.count}"
        if path is not None:
            self.inline[text] = path
        return text

    def maybe(self) -> bool:
        return self.random.random() < self.comments

    def above(self, column: int) -> list[str]:
        lines = []
        while self.maybe():
            where = self.random.choice([column, column, column, column + 3, 0])
            lines.append(self.random.choice(["", " " * where + self.comment(), " " * column + self.comment()]))
        return lines

    def scalar(self, value: Any, flow: bool = False) -> str:
        if isinstance(value, str):
            return render.leaf(value, self.random.choice(["", "", "'", '"']), flow=flow)
        return render.leaf(value)

    def block(self, value: Any, column: int, path: FieldPath) -> list[str]:
        lines: list[str] = []
        if self.odd and isinstance(value, dict) and self.mergeable and self.random.random() < 0.3:
            name = self.random.choice(list(self.mergeable))
            if not set(self.mergeable[name]) - {k for k, v in value.items() if v == self.mergeable[name].get(k)}:
                lines += [
                    *self.above(column),
                    " " * column + f"<<: *{name}" + (f"  {self.comment()}" if self.maybe() else ""),
                ]
                value = {k: v for k, v in value.items() if k not in self.mergeable[name]}
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in entries:
            lines += self.above(column)
            head = render.key(key, self.random.choice(["", "", '"'])) + ":" if isinstance(key, str) else "-"
            lines += self.entry(head, item, column, (*path, key))
        if self.maybe():
            lines.append(" " * column + self.comment())
        return lines

    def entry(self, head: str, item: Any, column: int, path: FieldPath) -> list[str]:
        start = " " * column + head
        wide = f"  {self.comment(path)}" if self.maybe() else ""
        mark = json.dumps(item, sort_keys=True)
        if self.aliases and mark in self.anchors and self.random.random() < 0.7:
            return [f"{start} *{self.anchors[mark]}{wide}"]
        anchor, serial = "", 0
        if self.aliases and self.random.random() < 0.4:
            name = self.random.choice(["one", "two", f"n{self.count}"])
            self.anchors = {k: v for k, v in self.anchors.items() if v != name}
            self.mergeable.pop(name, None)
            self.count += 1
            serial = self.latest[name] = self.count
            anchor = f" &{name}"
        lines = self.body(start, anchor, item, column, path, wide)
        if anchor and self.latest[anchor[2:]] == serial:
            self.anchors[mark] = anchor[2:]
            if isinstance(item, dict) and item:
                self.mergeable[anchor[2:]] = item
        return lines

    def body(self, start: str, anchor: str, item: Any, column: int, path: FieldPath, wide: str) -> list[str]:
        if isinstance(item, (dict, list)):
            if not item or self.random.random() < self.flow:
                text = self.flowing(item, column, self.random.random() < 0.4)
                return (start + anchor + " " + text + wide).split("\n")
            inner = column + (self.dash if isinstance(item, list) and not start.endswith("-") else self.step)
            inner = column + 2 if start.endswith("-") else inner
            inside = self.block(item, inner, path)
            if (
                start.endswith("-")
                and not anchor
                and not wide
                and inside[0].strip()
                and not inside[0].lstrip().startswith("#")
            ):
                return [start + " " * (inner - column - 1) + inside[0][inner:], *inside[1:]]
            return [start + anchor + wide, *inside]
        if self.odd and isinstance(item, str):
            strange = self.strange(item, column)
            if strange:
                return (f"{start}{anchor} {strange[0]}{wide}" + "".join("\n" + line for line in strange[1:])).split(
                    "\n"
                )
        if isinstance(item, str) and "\n" in item:
            text = render.literal(item, column + self.step, "\n")
            if text is not None:
                first, *rest = text.split("\n")
                return [f"{start}{anchor} {first}{wide}", *rest]
        if item is None and self.random.random() < 0.4:
            return [start + anchor + wide]
        return [f"{start}{anchor} {self.scalar(item)}{wide}"]

    def strange(self, item: str, column: int) -> list[str]:
        """The rarer ways to write a string: with a tag, over several lines, folded, with its blank lines kept."""
        kind = self.random.random()
        if kind < 0.2:
            return ["!!str " + quoted(item)]
        if kind < 0.4 and " " in item.strip() and "\n" not in item and item == item.strip():
            left, _, right = item.partition(" ")
            return [
                '"' + left.replace('"', '\\"'),
                " " * self.random.choice([1, column + 3]) + right.replace('"', '\\"') + '"',
            ]
        if kind < 0.6 and item == "l1\nl2\n":
            return [">", " " * (column + 4) + "l1", "", " " * (column + 4) + "l2"]
        if kind < 0.7 and item == "l1\nl2\n":
            return ["|2", *(" " * (column + 2) + line for line in ("l1", "l2")), *([""] if self.maybe() else [])]
        return []

    def flowing(self, item: Any, column: int, lines: bool) -> str:
        if not isinstance(item, (dict, list)):
            return self.scalar(item, flow=True)
        left, right = "{}" if isinstance(item, dict) else "[]"
        inner = column + self.step
        entries = item.items() if isinstance(item, dict) else ((None, value) for value in item)
        parts = [
            (render.key(key, flow=True) + ": " if key is not None else "") + self.flowing(value, inner, lines)
            for key, value in entries
        ]
        if not lines or not parts:
            return left + ", ".join(parts) + right
        text = left
        for at, part in enumerate(parts):
            if self.maybe():
                text += "\n" + " " * inner + self.comment()
            text += "\n" + " " * inner + part + ("," if at + 1 < len(parts) or self.random.random() < 0.3 else "")
            text += f" {self.comment()}" if self.maybe() else ""
        return text + "\n" + " " * column + right
