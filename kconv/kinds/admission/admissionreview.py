"""AdmissionReview: what is sent to a webhook and what it answers, one shape in v1beta1 and v1.

Of an answer in v1beta1 the API server took every patch for a JSON patch and did not look at the uid; in v1 it refuses
an answer to another uid, a patch whose type is not named, and a type without a patch
(apiserver/pkg/admission/plugin/webhook/request).
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.notes import Note
from kconv.paths import MISSING, get
from kconv.rules import Answers, Json, Repair, Settled
from kconv.rules.move import without
from kconv.values import nested

_UID, _PATCH, _TYPE = (("response", name) for name in ("uid", "patch", "patchType"))
_ABSENT = (MISSING, None, "")


def _answer(obj: Json, answers: Answers) -> Settled:  # noqa: ARG001 - there is nothing to decide
    """The answer with what v1 reads and v1beta1 did not."""
    if not isinstance(get(obj, ("response",)), dict):
        return obj, [], []
    notes = []
    asked = get(obj, ("request", "uid"))
    if get(obj, _UID) in _ABSENT and asked not in _ABSENT:
        obj = nested(obj, _UID, asked)
        notes.append(Note("repair", "response.uid", "the uid of the request, which v1 compares"))
    patch, kind = get(obj, _PATCH), get(obj, _TYPE)
    if patch not in _ABSENT and kind in (MISSING, None):
        obj = nested(obj, _TYPE, "JSONPatch")
        notes.append(Note("repair", "response.patchType", "JSONPatch, as which v1beta1 treated every patch"))
    elif patch in _ABSENT and kind not in (MISSING, None):
        obj = without(obj, _TYPE)
        notes.append(
            Note("repair", "response.patchType", "left out: there is no patch, and v1 refuses a type without one")
        )
    return obj, notes, []


V1 = [
    Repair(
        _answer,
        says=[
            "response.uid is that of the request",
            "response.patchType is JSONPatch if there is a patch, and absent otherwise",
        ],
    )
]
KIND = Kind(
    "AdmissionReview", hub="admission.k8s.io/v1", spokes={"admission.k8s.io/v1": V1, "admission.k8s.io/v1beta1": []}
)
