"""Some questions cannot be answered from a manifest; each is declared with the rule that asks it.

Only what is declared can be checked: a misspelt `--decide` that is silently ignored leaves a document unconverted for
no visible reason. The flag, the settings, the question in a report and docs/decisions.md all read this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kconv.errors import Question
from kconv.records import NamedTuple

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


class Decision(NamedTuple):
    """A question with a name.

    ``asks`` describes when it is asked, ``answers`` are the allowed ones with their effects. They are empty if any text
    is accepted: ``text`` then describes it, and ``fits`` checks it.
    """

    name: str
    asks: str
    answers: Mapping[str, str] = NO_ANSWERS
    text: str = ""
    fits: Callable[[str], bool] = bool

    @property
    def allowed(self) -> tuple[str, ...]:
        """The answers to choose from, none where any fitting text will do."""
        return tuple(self.answers)

    def takes(self, answer: object) -> bool:
        """Whether this is one of its answers."""
        return isinstance(answer, str) and (answer in self.answers if self.answers else self.fits(answer))

    def answered(self, given: Mapping[str, str]) -> str | None:
        """The answer among those given, None if it is not answered, or not with one that it accepts."""
        answer = given.get(self.name)
        return answer if self.takes(answer) else None

    def question(self, path: str, why: str) -> Question:
        """The question about one field of one object."""
        return Question(self.name, self.allowed, path, why)
