"""A migration runs unattended over thousands of files: a message without file, line, path and remedy costs an hour.

So every error names them, and is rendered only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kconv.records import NamedTuple

if TYPE_CHECKING:  # to make a protocol costs as much as to import this file, and only a type checker reads it
    from collections.abc import Sequence
    from typing import Protocol

    class ObjectType(Protocol):
        """The type of the object that an error is about, such as a ``kconv.GroupVersionKind``."""

        @property
        def group(self) -> str: ...
        @property
        def version(self) -> str: ...
        @property
        def kind(self) -> str: ...


class KconvError(Exception):
    """Something that kconv cannot do, and what is needed to act on it.

    ``reason`` is what is wrong, ``hint`` what to do, ``gvk`` the type of the object and ``path`` the field in it;
    ``file``, ``line`` and ``column`` (1-based) are the place in the text. All but ``reason`` may be empty.
    """

    exit_code = 2

    def __init__(
        self,
        reason: str,
        *,
        gvk: ObjectType | None = None,
        path: str = "",
        file: str = "",
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.gvk = gvk
        self.path = path
        self.file = file
        self.line = line
        self.column = column
        self.hint = hint

    @property
    def why(self) -> str:
        """The reason, behind the path in the object if there is one: for a report that names the object itself."""
        return f"{self.path}: {self.reason}" if self.path else self.reason

    @property
    def each(self) -> Sequence[str]:
        """What is wrong, one text for each thing: an error may have several."""
        return [str(self)]

    def at(self, file: str, line: int | None = None) -> KconvError:
        """Add the place in a file to an error that was raised without one; returns itself."""
        self.file = self.file or file
        self.line = self.line if self.line is not None else line
        return self

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [place, str(self.gvk or ""), self.path, self.reason]
        text = ": ".join(part for part in parts if part)
        return f"{text}\n  {self.hint}" if self.hint else text


class UsageError(KconvError):
    """A flag, setting or argument that kconv does not understand."""


class ManifestError(KconvError):
    """A file or document that cannot be read, or whose result cannot be written."""


class ConversionError(KconvError):
    """An object that cannot be converted."""


class UnknownKindError(ConversionError):
    """The kind, or the version of it, is not one that kconv has rules for."""


class NoSuccessorError(ConversionError):
    """The kind has no version that the target serves."""


class StashTooLargeError(ConversionError):
    """What the target version cannot hold does not fit into the object's annotations."""


class Question(NamedTuple):
    """A decision that only the user can make.

    ``name`` as in ``--decide NAME=VALUE``; ``allowed`` are the answers, empty if any text is accepted; ``path`` is the
    field; ``why`` is what the target requires.
    """

    name: str
    allowed: tuple[str, ...]
    path: str
    why: str

    @property
    def hint(self) -> str:
        """The flag that answers the question."""
        return f"decide with --decide {self.name}={'|'.join(self.allowed) or '…'}"


class DecisionError(ConversionError):
    """The conversion needs answers; ``questions`` holds all of them, not only the first."""

    def __init__(self, questions: tuple[Question, ...], *, gvk: ObjectType | None = None) -> None:
        first = questions[0]
        super().__init__(
            "; ".join(q.why for q in questions),
            gvk=gvk,
            path=first.path,
            hint="; ".join(dict.fromkeys(q.hint for q in questions)),
        )
        self.questions = questions
