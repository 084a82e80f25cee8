"""A review as the bytes that are sent, and those of its answer.

The API server is written in Go, which reads and writes some JSON that orjson does not: more than 1,024 levels or 254,
integers of more than 64 bits, half of a surrogate pair. None of it may stop a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import orjson

from kconv.engine.stash import ANNOTATION as STASH
from kconv.webhook.deep import Taken
from kconv.webhook.marks import annotations_of
from kconv.webhook.request import ReviewError
from kconv.webhook.review import Answer, Converter

_READABLE: Final = 800
"""Brackets in a text of JSON that Python surely reads, whatever its depth: its limit is 1,000 calls."""


def answered(converter: Converter, content: bytes) -> tuple[Answer, bytes]:
    """The answer to a review, and its text. Raises ReviewError for what is no ConversionReview in JSON."""
    try:
        review = orjson.loads(content)
        if all(text.count("[") + text.count("{") <= _READABLE for _, text in _stashes(review)):
            answer = converter.answer(review)
            if not (answer.failed and isinstance(answer.failed.error, RecursionError)):
                return answer, orjson.dumps(answer.review)
    except orjson.JSONDecodeError as error:
        if not _is_too_deep(error):
            raise ReviewError(f"the body is not JSON: {error}") from error
    except TypeError:  # what orjson does not write
        pass
    return _carefully(converter, content)


def _is_too_deep(error: orjson.JSONDecodeError) -> bool:
    return "depth" in error.msg or "recursion" in error.msg.lower()


def _carefully(converter: Converter, content: bytes) -> tuple[Answer, bytes]:
    """The same for a review with something in it that is too deep, or that orjson does not write."""
    taken = Taken()
    try:
        review = orjson.loads(taken.out_of(content))
    except orjson.JSONDecodeError as error:
        raise ReviewError(f"the body is not JSON: {error}") from error
    for held, text in _stashes(review):
        held[STASH] = taken.out_of(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    answer = converter.answer(review)
    try:
        return answer, taken.back_into(_written(answer.review))
    except (TypeError, ValueError, RecursionError):
        answer = converter.refused(answer, _first_unwritable(answer))
        return answer, taken.back_into(_written(answer.review))


def _stashes(review: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """The annotations of each object of a review that has a stash, and the stash."""
    request = review.get("request") if isinstance(review, dict) else None
    objects = request.get("objects") if isinstance(request, dict) else None
    for obj in objects if isinstance(objects, list) else ():
        annotations = annotations_of(obj) if isinstance(obj, dict) else {}
        text = annotations.get(STASH)
        if isinstance(text, str):
            yield annotations, text


def _written(value: Any) -> bytes:
    """JSON of what Python can write as JSON. Raises TypeError, ValueError, RecursionError."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _first_unwritable(answer: Answer) -> tuple[int, Exception]:
    """The first object that a rule has made something of that is not JSON, and why it is not."""
    for index, obj in enumerate(answer.review["response"]["convertedObjects"]):
        try:
            _written(obj)
        except (TypeError, ValueError, RecursionError) as error:
            return index, error
    raise AssertionError("each object can be written, and all of them cannot")
