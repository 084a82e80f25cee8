"""PodCertificateRequest: v1alpha1 has the pod's key and its proof in two fields, v1 has both in one PKCS #10 request.

v1beta1 accepts either. Only the holder of the key can make one form from the other, so a request of the old form has no
v1. v1alpha1 was served by 1.34 alone, and no release has it beside another version.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.paths import MISSING, get
from kconv.rules import Decision, Default, Function, Json, Lacks, Requires, Rule
from kconv.rules.move import without

KEY = ("spec.pkixPublicKey", "spec.proofOfPossession")
STUB = "spec.stubPKCS10Request"
REQUEST = Decision(
    "podcertificate.request",
    "A request that proves its key with pkixPublicKey and proofOfPossession, which v1 does not have.",
    text="a PKCS #10 request in base64, signed with the key of the pod",
    fits=lambda text: text != "",
)


def _without_empty_key(obj: Json) -> Json:
    for path in KEY:
        place = tuple(path.split("."))
        if get(obj, place) in (None, ""):
            rest = without(obj["spec"], place[1:])
            obj = {**obj, "spec": {} if rest is MISSING else rest}
    return obj


EXPIRY: list[Rule] = [Default("spec.maxExpirationSeconds", 86400)]
OLD = [
    *EXPIRY,
    Function(_without_empty_key, lambda obj: obj, says=[f"an empty {' or '.join(KEY)} is the same as absent"]),
]
KIND = Kind(
    "PodCertificateRequest",
    hub="certificates.k8s.io/v1",
    spokes={
        "certificates.k8s.io/v1": [
            *EXPIRY,
            Lacks(*KEY),
            Requires(STUB, REQUEST, why="v1 requires the key and its proof as a PKCS #10 request"),
        ],
        "certificates.k8s.io/v1beta1": OLD,
        "certificates.k8s.io/v1alpha1": [*OLD, Lacks(STUB, "spec.unverifiedUserAnnotations")],
    },
    whole=("spec.signerName",),
    list_keys={"status.conditions": ("type",)},
    unproven=frozenset({"certificates.k8s.io/v1alpha1"}),
)
