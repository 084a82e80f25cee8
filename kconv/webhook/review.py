"""ConversionReview to ConversionReview: a pure function, so that all that the API server may send can be tried.

One object that is refused makes a whole kind unlistable, and objects of it undeletable. So only what cannot be an
object of the kind fails, with a message that says which it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from kconv.errors import ConversionError, KconvError
from kconv.webhook import request as requests
from kconv.webhook.object import converted
from kconv.webhook.served import Declared, ServedKinds

if TYPE_CHECKING:
    from kconv.engine.conversion import Misfit
    from kconv.webhook.request import Request


class Passage(NamedTuple):
    """What became of one object: its kind and version, and what no rule could read of it."""

    kind: str
    source: str
    misfits: list[Misfit]


class Answer(NamedTuple):
    """A review with its response, and what is counted and logged of it. ``failure`` is "" if all objects converted."""

    review: dict[str, Any]
    request: Request
    passages: list[Passage]
    failure: str = ""
    error: Exception | None = None


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
        objects: list[Any] = []
        try:
            self.kinds.require_version(request.desired)
            for obj in request.objects:
                objects.append(self._converted(obj, request.desired, passages))
        except KconvError as error:
            return self._failed(request, passages, error)
        except Exception as error:  # a fault of kconv, or of a rule: it must not look like one of the network
            return self._failed(request, passages, error)
        return Answer(requests.success(request, objects), request, passages)

    def _converted(self, obj: Any, desired: str, passages: list[Passage]) -> dict[str, Any]:
        if not isinstance(obj, dict):
            raise ConversionError("it is not an object")
        served = self.kinds.of(obj, desired)
        made = converted(served, obj, desired)
        passages.append(Passage(served.name, obj["apiVersion"], made.misfits))
        return made.object

    def _failed(self, request: Request, passages: list[Passage], error: Exception) -> Answer:
        message = _message(request.objects, len(passages), error)
        return Answer(requests.failure(request, message), request, passages, message, error)


def _message(objects: list[Any], index: int, error: Exception) -> str:
    """What failed: the object's index and name, the path in it and why, with what to do."""
    if isinstance(error, KconvError):
        why = ": ".join(filter(None, (error.path, error.reason))) + (f" ({error.hint})" if error.hint else "")
    else:
        why = f"{type(error).__name__}: this is a fault in kconv or in a rule"
    if index >= len(objects):
        return why
    return f"objects[{index}]{_name(objects[index])}: {why}"


def _name(obj: Any) -> str:
    metadata = obj.get("metadata") if isinstance(obj, dict) else None
    name, namespace = (
        (metadata.get(key) for key in ("name", "namespace")) if isinstance(metadata, dict) else (None, None)
    )
    found = "/".join(each for each in (namespace, name) if isinstance(each, str) and each)
    return f" {found}" if found else ""
