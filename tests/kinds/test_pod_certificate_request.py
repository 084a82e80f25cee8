"""PodCertificateRequest: v1 takes a PKCS #10 request where the older versions took a key and its proof apart."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check


def case(name: str, version: str, to: str, before: str, after: str = "", *asks: str, **decide: str) -> Case:
    """A spec before and after, in flow style, without what is the same in all of them."""
    head = f"apiVersion: certificates.k8s.io/{version}\nkind: PodCertificateRequest\n"
    decisions = {key.replace("_", "."): value for key, value in decide.items()}
    spec = after and f"spec: {{signerName: a/b, {after}}}"
    before = f"{head}spec: {{signerName: a/b, {before}}}"
    return Case(name, f"certificates.k8s.io/{to}", before, spec, decide=decisions, asks=asks)


KEY = "pkixPublicKey: AAAA, proofOfPossession: BBBB"
LOST = ("loss spec.pkixPublicKey", "loss spec.proofOfPossession")
NEEDED = "podcertificate.request spec.stubPKCS10Request"
STUB = "stubPKCS10Request: CCCC"
REQUESTS = [
    case("one of the new form", "v1beta1", "v1", STUB),
    case("and back", "v1", "v1beta1", STUB),
    case("an empty key is none", "v1beta1", "v1", f"{STUB}, pkixPublicKey: null, proofOfPossession: ''", STUB),
    case("a key apart has no v1", "v1beta1", "v1", f"{KEY}, podName: p", "podName: p", NEEDED, *LOST),
    case("an alpha one neither", "v1alpha1", "v1", f"{KEY}, podName: p", "podName: p", NEEDED, *LOST),
    case("made anew", "v1beta1", "v1", KEY, "stubPKCS10Request: DDDD", podcertificate_request="DDDD", loss="drop"),
    case("alpha and beta take a key apart", "v1alpha1", "v1beta1", KEY),
    case("alpha knew no annotations", "v1beta1", "v1alpha1", f"{KEY}, unverifiedUserAnnotations: {{a: b}}", KEY,
         "loss spec.unverifiedUserAnnotations"),
]  # fmt: skip


@pytest.mark.parametrize("case", REQUESTS, ids=attrgetter("name"))
def test_key_is_proved_as_the_version_takes_it(case: Case) -> None:
    check(case)


def test_patch_is_asked_for_no_key() -> None:
    check(
        Case(
            "patch",
            "certificates.k8s.io/v1",
            "apiVersion: certificates.k8s.io/v1beta1\nkind: PodCertificateRequest\nspec: {unverifiedUserAnnotations: {}}",
        )
    )
