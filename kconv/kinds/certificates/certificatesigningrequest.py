"""CertificateSigningRequest: v1 requires a signer and usages, which v1beta1 chose itself.

For a request without signerName a v1beta1 server chooses a signer of the kubelet if it looks like a kubelet's, and else
kubernetes.io/legacy-unknown, which v1 refuses: only the user knows which signer it should be.
"""

from __future__ import annotations

from kconv.engine import Kind
from kconv.kinds.certificates._signer import UNKNOWN, default_signer
from kconv.notes import Note
from kconv.paths import get
from kconv.rules import Answers, Decision, Default, Derived, Json, Repair, Requires, Settled
from kconv.values import put

USAGES = ("spec", "usages")
KNOWN = (
    *("signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment"),
    *("cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth", "client auth", "code signing"),
    *("email protection", "s/mime", "ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing"),
    *("microsoft sgc", "netscape sgc"),
)
SIGNER = Decision(
    "csr.signerName",
    "A request without a signer, or for the signer legacy-unknown. v1beta1 has a default; v1 requires another signer.",
    text="the name of a signer, such as `kubernetes.io/kube-apiserver-client`",
    fits=lambda name: name not in ("", UNKNOWN),
)
UNKNOWN_USAGES = Decision(
    "csr.usages", "A request with a usage that v1 does not define.", {"drop": "The usage is dropped from the request."}
)


def _known_usages_once(obj: Json, answers: Answers) -> Settled:
    usages = get(obj, USAGES)
    if not isinstance(usages, list) or not all(isinstance(one, str) for one in usages):
        return obj, [], []
    once = list(dict.fromkeys(usages))
    notes = [Note("repair", "spec.usages", "duplicates removed: v1 refuses them")] if len(once) < len(usages) else []
    unknown = [one for one in once if one not in KNOWN]
    questions = []
    if unknown and UNKNOWN_USAGES.answered(answers):
        once = [one for one in once if one in KNOWN]
        notes.append(Note("decision", "spec.usages", f"{', '.join(unknown)} dropped as decided"))
    elif unknown:
        why = f"v1 does not define the usage {', '.join(unknown)}"
        questions.append(UNKNOWN_USAGES.question("spec.usages", why))
    return (put(obj, USAGES, once) if once != usages else obj), notes, questions


V1BETA1 = [
    Default("spec.usages", ["digital signature", "key encipherment"]),
    Derived(
        "spec.signerName", default_signer, says="the kubelet's signer for its requests, kubernetes.io/legacy-unknown"
    ),
    Default("status.conditions[].status", "True"),
]
V1 = [
    Requires("spec.signerName", SIGNER, why=f"v1 requires a signer other than {UNKNOWN}"),
    Repair(
        _known_usages_once,
        says=["spec.usages: v1 refuses duplicates and unknown ones (decision csr.usages)"],
        decisions=[UNKNOWN_USAGES],
    ),
]
KIND = Kind(
    "CertificateSigningRequest",
    hub="certificates.k8s.io/v1",
    spokes={"certificates.k8s.io/v1": V1, "certificates.k8s.io/v1beta1": V1BETA1},
    whole=("spec.request",),
    list_keys={"status.conditions": ("type",)},
)
