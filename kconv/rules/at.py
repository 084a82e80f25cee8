"""Rules that hold inside a part of the object: in every backend, in the pod template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kconv.paths import FieldPath, parse, show
from kconv.rules.base import Part, Rule, checked, parts


class At(Rule):
    """Rules for the object at a path, for every item if the path has ``[]``, or every value of a map if it has ``{}``.

    ``shared``: no other default depends on the defaults among them.
    """

    def __init__(self, path: str, rules: Sequence[Rule], *, shared: bool = False) -> None:
        self.path = parse(path)
        if not path:
            raise ValueError("At('', …): the path is empty; give the rules without At")
        self.text = path
        self.rules = checked(rules)
        if not self.rules:
            raise ValueError(f"At({path!r}, []): there is no rule in it")
        self.shared = shared

    def parts(self) -> Iterator[Part[Rule]]:
        for part in parts(self.rules):
            shared = self.shared or part.shared
            yield Part(part.rule, self.path + part.path, (self.text, *part.under), shared)

    def describe(self) -> list[str]:
        return [line for part in self.parts() for line in part.describe()]


def within(holder: FieldPath, rule: Rule) -> Rule:
    """A rule for the object at a path; the rule itself for the whole object, whose path is empty."""
    return At(show(holder), [rule]) if holder else rule
