"""A small kind with a rule of each sort that a webhook must mind, and the API server's side of a review."""

from __future__ import annotations

from typing import Any, NamedTuple

from kconv.engine import Kind
from kconv.rules import Kept, Lacks, Move, Split, Turn, Values
from kconv.testing import review
from kconv.webhook import Converter

V1ALPHA1, V1BETA1, V1 = "acme.io/v1alpha1", "acme.io/v1beta1", "acme.io/v1"


def _fails_for_seven(value: object) -> object:
    assert value != 7
    return (
        {8: {1, 2}, 9: float("nan"), 10: 2**70, 11: float("inf")}.get(value, value) if isinstance(value, int) else value
    )


def _same(value: object) -> object:
    return value


class Declared(NamedTuple):
    """A custom resource as the webhook sees it."""

    kind: Kind


BOX = Declared(
    Kind.of_changes(
        "Box",
        hub=V1,
        changes={
            V1ALPHA1: [],
            V1BETA1: [
                Move("spec.keep", "spec.retention.count"),
                Split("spec.target", "s3://{spec.bucket}[/{spec.path}]"),
                Kept("spec.checksum", why="readers of v1alpha1 see it"),
            ],
            V1: [
                Lacks("spec.suspend"),
                Move("spec.owner", "metadata.labels.owner"),
                Move("spec.note", 'metadata.annotations["acme.io/note"]'),
                Move("spec.parent.any", "spec.any"),
                Turn("spec.turned", "spec.turned", _fails_for_seven, _same, says="a number"),
            ],
        },
        total=True,
    )
)
RENAMED = Declared(
    Kind(
        "WorkerPool",
        hub="compute.acme.io/v1",
        spokes={"acme.io/v1alpha1": [Values("kind", [("Worker", "WorkerPool")], says="a WorkerPool was a Worker")]},
        total=True,
    )
)
CONVERTER = Converter([BOX, RENAMED])


def box(version: str, spec: Any = None, **metadata: Any) -> dict[str, Any]:
    """A Box with a name, and a spec if one is given."""
    named = {"name": "b", "namespace": "n", "uid": "1-2", "resourceVersion": "7", **metadata}
    return {"apiVersion": version, "kind": "Box", "metadata": named, **({} if spec is None else {"spec": spec})}


def asked(objects: Any, to: str, version: str = "v1") -> dict[str, Any]:
    """A review as the API server sends it."""
    return {
        "apiVersion": f"apiextensions.k8s.io/{version}",
        "kind": "ConversionReview",
        "request": {"uid": "705ab4f5-6393-11e8-b7cc-42010a800002", "desiredAPIVersion": to, "objects": objects},
    }


def taken(objects: list[Any], to: str, version: str = "v1") -> list[dict[str, Any]]:
    """What the API server takes of an answer. Raises ConversionError where it would refuse it."""
    sent = asked(objects, to, version)
    return review.converted(sent, CONVERTER.review(sent))


def there_and_back(obj: dict[str, Any], to: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An object in another version, and again in its own."""
    [there] = taken([obj], to)
    [back] = taken([there], obj["apiVersion"])
    return there, back


def refused(objects: Any, to: str) -> str:
    """The message of the Failure that a review is answered, without any object."""
    answer = CONVERTER.review(asked(objects, to))["response"]
    assert answer["result"]["status"] == "Failure"
    assert answer["convertedObjects"] == []
    message: str = answer["result"]["message"]
    return message
