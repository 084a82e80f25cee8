"""A person looks for an object that does not convert by its name. What is in it may be a secret, and is not logged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kconv.errors import KconvError
from kconv.webhook.review import Passage, name_of

if TYPE_CHECKING:
    from kconv.webhook.review import Answer, Failed

_LOG: Final = logging.getLogger("kconv.webhook")
_MOST: Final = 10_000
_seen: set[tuple[str, ...]] = set()


def answered(answer: Answer) -> None:
    """Log what went wrong in a review: the failure, or misfits and fields that were left out, once for each object."""
    if answer.failed:
        _failed(answer.failed)
        return
    for obj, passage in zip(answer.request.objects, answer.passages, strict=True):
        if passage.misfits or passage.left_out:
            for what, path, rule in _said(passage):
                _once(what, passage, answer.request.desired, name_of(obj), path, rule)


def _failed(failed: Failed) -> None:
    kind, source, target = failed.labels
    fault = None if isinstance(failed.error, KconvError) else failed.error
    fields = {"kind": kind, "source": source, "target": target, "reason": failed.message}
    _LOG.error("an object cannot be converted", extra=fields, exc_info=fault)


def _said(passage: Passage) -> Iterator[tuple[str, str, str]]:
    yield from (("no rule can read a value, which the stash keeps", each.path, each.rule) for each in passage.misfits)
    yield from (("the stash has no room for a field, which is left out", path, "") for path in passage.left_out)


def _once(what: str, passage: Passage, target: str, name: str, path: str, rule: str) -> None:
    """An object is read again and again."""
    key = (passage.kind, passage.source, target, name, path)
    if key in _seen:
        return
    if len(_seen) >= _MOST:
        _seen.clear()
    _seen.add(key)
    fields: dict[str, Any] = {"kind": passage.kind, "source": passage.source, "target": target, "object": name}
    _LOG.warning(what, extra={**fields, "path": path} | ({"rule": rule} if rule else {}))
