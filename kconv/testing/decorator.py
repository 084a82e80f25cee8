"""A test function that stands for many: one for each law and choice of versions, so that a failure has its own name.

The decorator is read by pytest in every file that has one: what is to be tried is worked out when its tests are
collected, and objects are made when they run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, wraps
from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias, Unpack

    from kconv.engine import Kind
    from kconv.structural.vocabulary import Schema
    from kconv.testing.fixtures import Saved
    from kconv.testing.laws.base import Law, Legs
    from kconv.testing.report import Trial
    from kconv.testing.served import Between
    from kconv.testing.subject import Converter, Reading, Subject

    Arguments: TypeAlias = "_Arguments"

FIXTURE = "kconv_trial"
ATTRIBUTE = "kconv_lossless"
"""The attribute under which a test function carries what is to be tried."""


class _Arguments(TypedDict, total=False):
    """What ``check`` takes too, seed and folder of failures aside: these are the session's."""

    convert: Converter | None
    versions: Sequence[str]
    schemas: Mapping[str, Schema] | None
    crd: str | Path | Mapping[str, Any] | None
    hub: str | None
    objects: Iterable[Any]
    annotations: Collection[str] | None
    read_as: Reading | None
    between: Between | None
    lossy: Any
    only: Sequence[str]
    without: Sequence[str]
    examples: int | None


def lossless(
    kind: str | Kind | Subject, **arguments: Unpack[Arguments]
) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a test function one test for each law and each choice of versions.

    ``kind`` is a built-in kind's name, a kind declared in kconv's vocabulary, ``"module:NAME"`` of one, or a Subject;
    the other arguments are those of ``check``. The function itself is not called: it gives its name, its docstring, its
    marks, and the fixtures that its parameters name, which are set up as for any test.

    Raises TypeError for an unknown argument. Other errors are reported when the test is collected.
    """
    unknown = set(arguments) - set(_Arguments.__annotations__)
    if unknown:
        raise TypeError(f"lossless() has no argument {', '.join(sorted(unknown))}")
    lossless_test = LosslessTest(kind, arguments)

    def decorated(function: Callable[..., Any]) -> Callable[..., None]:
        @wraps(function)
        def test(*_: Any, **fixtures: Any) -> None:
            fixtures[FIXTURE]()

        own = signature(function)
        trial = Parameter(FIXTURE, Parameter.KEYWORD_ONLY)
        test.__signature__ = own.replace(parameters=[*own.parameters.values(), trial])  # type: ignore[attr-defined]
        setattr(test, ATTRIBUTE, lossless_test)
        return test

    return decorated


class LosslessTest:
    """What a test function stands for. ``examples`` is the number that its decorator asks for, None for any."""

    def __init__(self, kind: str | Kind | Subject, arguments: Arguments) -> None:
        rest: dict[str, Any] = dict(arguments)
        self.kind = kind
        self.examples: int | None = rest.pop("examples", None)
        self._only, self._without = rest.pop("only", ()), rest.pop("without", ())
        self._rest = rest

    @cached_property
    def subject(self) -> Subject:
        """What is put to the test."""
        from kconv.errors import UsageError
        from kconv.testing.subject import Subject
        from kconv.testing.subjects import subject_of

        kind = _named(self.kind) if isinstance(self.kind, str) and ":" in self.kind else self.kind
        if not isinstance(kind, Subject):
            return subject_of(kind=kind, **self._rest)
        if self._rest:
            raise UsageError(f"a Subject defines everything itself: {', '.join(self._rest)} cannot be given beside it")
        return kind

    def trials(self) -> list[tuple[Law, Legs]]:
        """Each law with each choice of versions. Raises KconvError where what was given does not go together."""
        from kconv.testing import amount

        if self.examples is not None:
            amount.objects(self.examples)
        return [(law, legs) for law in self._chosen() for legs in law.legs(self.subject)]

    def _chosen(self) -> tuple[Law, ...]:
        from kconv.testing import laws
        from kconv.testing.arguments import names

        return laws.chosen(names("only", self._only), names("without", self._without))

    def tried(
        self, law: Law, legs: Legs, *, examples: int, seed: int, kept: Sequence[Saved], folder: str | None
    ) -> Trial:
        """Run one of them."""
        from kconv.testing.laws import judged
        from kconv.testing.trial import run_trial

        subject = judged(self.subject, self._chosen())
        return run_trial(subject, law, legs, examples=examples, seed=seed, kept=kept, folder=folder)


def _named(name: str) -> Any:
    from kconv.engine import Kind
    from kconv.errors import UsageError
    from kconv.testing.subject import Subject

    module, _, attribute = name.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(
            f"{name} cannot be imported: {error}", hint="write module:NAME, as Python imports it"
        ) from error
    if not isinstance(found, (Kind, Subject)):
        raise UsageError(f"{name} is neither a Kind nor a Subject, but {type(found).__name__}")
    return found
