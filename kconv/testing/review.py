"""What the API server asks a conversion webhook, and what it takes for an answer (ConversionReview).

It compares the review's uid, the number of objects, and their apiVersion, kind, name, namespace and uid. Of the
metadata it takes labels and annotations, and restores the rest: other changes there have no effect, and are no error.
"""

from __future__ import annotations

import uuid
from typing import Any, Final

from kconv.engine import own_metadata
from kconv.errors import ConversionError
from kconv.testing.served import OWN_METADATA, restored_metadata
from kconv.testing.subject import Json
from kconv.testing.unreachable import NotConvertedError

GROUP: Final = "apiextensions.k8s.io"
VERSIONS: Final = ("v1", "v1beta1")
_COMPARED: Final = ("name", "namespace", "uid")


def needed(obj: Json, to: str) -> bool:
    """Whether the API server asks at all: not for an object of that version, nor for one that holds nothing."""
    return obj.get("apiVersion") != to and set(obj) != {"apiVersion", "kind"}


def request(objects: list[Json], to: str, version: str) -> dict[str, Any]:
    """The review that is sent."""
    asked = {"uid": str(uuid.uuid4()), "desiredAPIVersion": to, "objects": [*map(_written, objects)]}
    return {"apiVersion": f"{GROUP}/{version}", "kind": "ConversionReview", "request": asked}


def _written(obj: Json) -> Json:
    """An annotation that is no text reaches no webhook: no such object can be written."""
    metadata = obj.get("metadata")
    held = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(metadata, dict) and isinstance(held, dict):
        texts = {key: value for key, value in held.items() if isinstance(value, str)}
        return {**obj, "metadata": {**metadata, "annotations": texts}}
    return obj


def converted(asked: dict[str, Any], answer: Json) -> list[dict[str, Any]]:
    """The converted objects of an answer. Raises ConversionError where the API server would not take one."""
    response = _response(asked, answer)
    result = response.get("result")
    status = result.get("status") if isinstance(result, dict) else None
    if status != "Success":
        said = result.get("message") if isinstance(result, dict) else None
        raise NotConvertedError(f"the webhook reports: {said}" if said else f"response.result.status is {status!r}")
    objects, sent = response.get("convertedObjects"), asked["request"]["objects"]
    count = len(objects) if isinstance(objects, list) else 0
    if not isinstance(objects, list) or count != len(sent):
        were = "was" if len(sent) == 1 else "were"
        raise ConversionError(f"response.convertedObjects holds {count} objects, and {len(sent)} {were} sent")
    return [_taken(*pair, asked["request"]["desiredAPIVersion"]) for pair in zip(sent, objects, strict=True)]


def _taken(sent: Json, got: Json, to: str) -> dict[str, Any]:
    """A converted object as the API server takes it."""
    _same_object(sent, got, to)
    out = {**got, "metadata": _metadata(sent.get("metadata"), got["metadata"])}
    if out["metadata"] is None:
        del out["metadata"]
    return out


def _response(asked: dict[str, Any], answer: Json) -> dict[str, Any]:
    """The response; of v1beta1 the API server checks neither what it is nor its uid."""
    if not isinstance(answer, dict) or not isinstance(answer.get("response"), dict):
        raise NotConvertedError("the answer is not a ConversionReview with a response")
    response: dict[str, Any] = answer["response"]
    if asked["apiVersion"] == f"{GROUP}/v1":
        for key in ("apiVersion", "kind"):
            if answer.get(key) != asked[key]:
                raise ConversionError(f"the answer's {key} is {answer.get(key)!r}, not {asked[key]!r}")
        if response.get("uid") != asked["request"]["uid"]:
            raise ConversionError(f"response.uid is {response.get('uid')!r}, not the request's")
    return response


def _same_object(sent: Json, got: Json, to: str) -> None:
    if not isinstance(got, dict):
        raise ConversionError("the result is not an object")
    for key, wanted in (("apiVersion", to), ("kind", sent.get("kind"))):
        if got.get(key) != wanted:
            raise ConversionError(f"the converted object's {key} is {got.get(key)!r}, not {wanted!r}", path=key)
    if not isinstance(got.get("metadata"), dict):
        hint = "parts without metadata are sent too, by server-side apply: answer with an empty one"
        raise ConversionError("the converted object has no metadata", path="metadata", hint=hint)


def _metadata(sent: Json, got: dict[str, Any]) -> dict[str, Any] | None:
    """The metadata as the API server keeps it (`restoreObjectMeta`). None if there was none and there is none now."""
    before = sent if isinstance(sent, dict) else {}
    for key in _COMPARED:
        if (got.get(key) or "") != (before.get(key) or ""):
            hint = "name, namespace and uid must come back as they were sent"
            raise ConversionError(f"was {before.get(key)!r}, is {got.get(key)!r}", path=f"metadata.{key}", hint=hint)
    for key in OWN_METADATA:
        if got.get(key) is not None:
            _texts(got[key], f"metadata.{key}")
    _valid(before, got)
    kept = restored_metadata(before, got)
    return kept if kept or sent is not None else None


def _texts(value: Json, path: str) -> None:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ConversionError("the converted object has something else than texts there", path=path)


def _valid(before: dict[str, Any], got: dict[str, Any]) -> None:
    """Labels and annotations that changed must be valid ones."""
    taken = own_metadata.valid({"metadata": got}, {"metadata": before})["metadata"]
    for key in OWN_METADATA:
        bad = sorted(set(got.get(key) or ()) - set(taken.get(key) or ()))
        if bad:
            raise ConversionError(f"the converted object has an invalid one there: {bad[0]}", path=f"metadata.{key}")
