"""A webhook that refuses whatever it is asked is most often not the one that was meant: a wrong path answers, too, and
each law would report that as a fault of a conversion that was never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kconv.testing.remote import Webhook
from kconv.testing.subject import Json, RefusedError, Subject, clone
from kconv.testing.sweep import sweep
from kconv.testing.taken import taken
from kconv.testing.unreachable import NotConvertedError, WebhookUnreachableError

_ASKED: Final = 10
"""Objects of the sweep of each version that are tried."""
_HINT: Final = (
    "see that the URL is that of the conversion, with the path in spec.conversion.webhook.clientConfig; if it is, the "
    "webhook does not convert {0}, or requires more than its schema: then give a real object"
)


def converts_some(subject: Subject) -> None:
    """Raises WebhookUnreachableError for a webhook that converts no object of the subject's kind."""
    if not isinstance(subject.convert, Webhook) or subject.convert.converts:
        return
    refused: RefusedError | None = None
    for obj, version in _asked(subject):
        try:
            subject.converted(obj, version)
        except RefusedError as error:
            if not isinstance(error.cause, NotConvertedError):
                return  # it converts, and wrongly
            refused = refused or error
        else:
            return
    if refused is not None:
        reason = f"it converts no {subject.kind}: {getattr(refused.cause, 'reason', refused.cause)}"
        raise WebhookUnreachableError(reason, file=subject.convert.url, hint=_HINT.format(subject.kind)) from refused


def _asked(subject: Subject) -> Iterator[tuple[Json, str]]:
    """Objects that are small, or full, or real, each with a version to convert it to."""
    for version in subject.versions:
        others = [each for each in subject.versions if each != version and each not in subject.sources]
        for obj in (*_made(subject, version), *subject.objects.get(version, ())):
            for other in others:
                yield subject.stored(clone(obj), version), other


def _made(subject: Subject, version: str) -> list[Json]:
    shape = subject.shapes.get(version)
    if shape is None or not shape.custom:
        return []
    probes = taken(subject, version).probes
    swept, step = sweep(shape), max(1, len(probes) // _ASKED)
    return [swept.least, swept.filled, *(probe.obj for probe in probes[::step])]
