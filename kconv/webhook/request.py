"""A ConversionReview as it arrives: the API server sends it, but so can anyone who reaches the port."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kconv.errors import KconvError

GROUP: Final = "apiextensions.k8s.io"
VERSIONS: Final = (f"{GROUP}/v1", f"{GROUP}/v1beta1")
KIND: Final = "ConversionReview"


class ReviewError(KconvError):
    """What is sent is not a ConversionReview, so that there is nothing to answer in one."""


class Request(NamedTuple):
    """What a review asks for. ``api_version`` is the review's own, ``desired`` the version of the converted objects."""

    api_version: str
    uid: str
    desired: str
    objects: list[Any]


def read(review: object) -> Request:
    """What a review asks for. Raises ReviewError.

    A list that is null or missing is empty, as Go reads and writes it.
    """
    if not isinstance(review, dict) or review.get("kind") != KIND or review.get("apiVersion") not in VERSIONS:
        raise ReviewError(f"this is not a {KIND} of {' or '.join(VERSIONS)}")
    request = review.get("request")
    if not isinstance(request, dict):
        raise ReviewError("the review has no request", path="request")
    uid, desired, objects = request.get("uid"), request.get("desiredAPIVersion"), request.get("objects")
    for path, value in (("request.uid", uid), ("request.desiredAPIVersion", desired)):
        if not isinstance(value, str) or not value:
            raise ReviewError("it must be a text that is not empty", path=path)
    if objects is not None and not isinstance(objects, list):
        raise ReviewError("it must be a list", path="request.objects")
    return Request(review["apiVersion"], str(uid), str(desired), objects or [])


def success(request: Request, objects: list[Any]) -> dict[str, Any]:
    """The answer with all converted objects, in the order in which they were sent."""
    return _answer(request, {"status": "Success"}, objects)


def failure(request: Request, message: str) -> dict[str, Any]:
    """The answer without any object: the API server takes all of them or none."""
    return _answer(request, {"status": "Failure", "message": message}, [])


def _answer(request: Request, result: dict[str, Any], objects: list[Any]) -> dict[str, Any]:
    response = {"uid": request.uid, "convertedObjects": objects, "result": result}
    return {"apiVersion": request.api_version, "kind": KIND, "response": response}
