"""Proves that a conversion loses nothing: the laws, for kconv's kinds and for any converter.

>>> import kconv.testing
>>> kconv.testing.check(kind="IngressClass", examples=5).raise_if_failed()

Needs `pip install 'kconv[testing]'`. Nothing is imported before it is used: pytest loads the plugin in every run of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kconv.testing import laws as laws
    from kconv.testing import strategies as strategies
    from kconv.testing.checking import check
    from kconv.testing.decorator import lossless
    from kconv.testing.edits import Edit
    from kconv.testing.failure import Failure
    from kconv.testing.laws.base import Breach, Case, Law
    from kconv.testing.remote import webhook
    from kconv.testing.report import LawBroken, Report, Trial
    from kconv.testing.served import Between, as_is, as_served
    from kconv.testing.subject import Subject, omitempty
    from kconv.testing.subjects import subject_of
    from kconv.testing.unreachable import WebhookUnreachableError

__all__ = [
    "Between",
    "Breach",
    "Case",
    "Edit",
    "Failure",
    "Law",
    "LawBroken",
    "Report",
    "Subject",
    "Trial",
    "WebhookUnreachableError",
    "as_is",
    "as_served",
    "check",
    "lossless",
    "omitempty",
    "subject_of",
    "webhook",
]
_PLACES = {
    "Between": "served",
    "Breach": "laws.base",
    "Case": "laws.base",
    "Edit": "edits",
    "Failure": "failure",
    "Law": "laws.base",
    "LawBroken": "report",
    "Report": "report",
    "Subject": "subject",
    "Trial": "report",
    "WebhookUnreachableError": "unreachable",
    "as_is": "served",
    "as_served": "served",
    "check": "checking",
    "lossless": "decorator",
    "omitempty": "subject",
    "subject_of": "subjects",
    "webhook": "remote",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in ("laws", "strategies"):
        return import_module(f"{__name__}.{name}")
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return found
