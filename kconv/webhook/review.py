"""ConversionReview to ConversionReview: a pure function, so that all that the API server may send can be tried.

One object that is refused makes a whole kind unlistable, and objects of it undeletable. So only what cannot be an
object of the kind fails, with a message that says which it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.errors import ConversionError, KconvError
from kconv.webhook import request as requests
from kconv.webhook.object import converted
from kconv.webhook.served import Declared, ServedKinds

if TYPE_CHECKING:
    from kconv.engine.conversion import Misfit
    from kconv.webhook.request import Request


class Passage(NamedTuple):
    """What became of one object: its kind and former version, what no rule could read of it, and what it had no room
    for."""

    kind: str
    source: str
    misfits: Sequence[Misfit]
    left_out: Sequence[str]


class Failed(NamedTuple):
    """Why a review failed: the message of its answer, what was raised, and the kind and the versions, "" if unknown."""

    message: str
    error: Exception
    labels: tuple[str, str, str]


class Answer(NamedTuple):
    """A review with its response, and what is counted and logged of it. ``failed`` is None if all objects converted."""

    review: dict[str, Any]
    request: Request
    passages: list[Passage]
    failed: Failed | None = None


class Converter:
    """Answers ConversionReviews for custom resources.

    Raises UsageError if two of them have the same version of a kind.
    """

    def __init__(self, resources: Iterable[Declared]) -> None:
        self.kinds = ServedKinds(resources)

    def review(self, review: dict[str, Any]) -> dict[str, Any]:
        """A ConversionReview of apiextensions.k8s.io/v1 or v1beta1 with its response; the input stays as it is.

        The response has all objects, or none and a Failure that names the one that cannot be converted. Raises
        ReviewError for what is not a ConversionReview.
        """
        return self.answer(review).review

    def answer(self, review: object) -> Answer:
        """The same with what is to be counted of it."""
        request = requests.read(review)
        passages: list[Passage] = []
        if not self.kinds.has_version(request.desired):
            return self._failed(request, [], len(request.objects), self.kinds.unknown_version(request.desired))
        try:
            objects = [self._converted(obj, request.desired, passages) for obj in request.objects]
        except Exception as error:  # also a fault of kconv or of a rule: it must not look like one of the network
            return self._failed(request, passages, len(passages), error)
        return Answer(requests.success(request, objects), request, passages)

    def refused(self, answer: Answer, found: tuple[int, Exception]) -> Answer:
        """The answer with a Failure instead, because of one object and what it is."""
        return self._failed(answer.request, answer.passages, *found)

    def _converted(self, obj: Any, desired: str, passages: list[Passage]) -> dict[str, Any]:
        if not isinstance(obj, dict):
            raise ConversionError("it is not an object")
        served = self.kinds.of(obj, desired)
        made = converted(served, obj, desired)
        passages.append(Passage(served.name, obj["apiVersion"], made.misfits, made.left_out))
        return made.object

    def _failed(self, request: Request, passages: list[Passage], index: int, error: Exception) -> Answer:
        message = _message(request.objects, index, error)
        obj = request.objects[index] if index < len(request.objects) else None
        labels = self.kinds.labels(obj, request.desired)
        return Answer(requests.failure(request, message), request, passages, Failed(message, error, labels))


def _message(objects: list[Any], index: int, error: Exception) -> str:
    """What failed: the object's index and name, the path in it and why, with what to do."""
    if isinstance(error, KconvError):
        why = error.why + (f" ({error.hint})" if error.hint else "")
    else:
        why = f"{type(error).__name__}: this is a fault in a rule, or in kconv"
    if index >= len(objects):
        return why
    return f"{f'objects[{index}] {name_of(objects[index])}'.strip()}: {why}"


def name_of(obj: Any) -> str:
    """The namespace and name of an object, as far as it has them."""
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    said = [metadata.get(key) for key in ("namespace", "name")] if isinstance(metadata, dict) else []
    return "/".join(each for each in said if isinstance(each, str) and each)
