"""CertificateSigningRequest: the signer and the usages that v1 requires, with the answers that Kubernetes 1.37 gave."""

from __future__ import annotations

from operator import attrgetter

import pytest

from tests.kinds.before_after import Case, check

# Made by openssl for /O=system:nodes/CN=system:node:n1, the second with subjectAltName DNS:n1,IP:10.0.0.1.
CLIENT = (
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIck1JR1NBZ0VBTURBeEZUQVRCZ05WQkFvTURITjVjM1JsYlRwdWIyUmxjek"
    "VYTUJVR0ExVUVBd3dPYzNsegpkR1Z0T201dlpHVTZiakV3V1RBVEJnY3Foa2pPUFFJQkJnZ3Foa2pPUFFNQkJ3TkNBQVFwWmFqdHRBVlpNelE4"
    "CkNvM1ZrZTZiSThmbG04anZiSE5hSVZncHZ3OGN6bklhbUozZXlqaldTTHgxbXQzRDQyajdWcWZla294QXR1TzcKVW1YR1o5cGRvQUF3Q2dZSU"
    "tvWkl6ajBFQXdJRFNBQXdSUUloQUxTaWNKRUZSMXNoZ2VHb2s3VHhlVFJBVDhWagpBdFZhSEZYaS9QbGs2N3Y4QWlCWnVadWE5T0t4bkh0RWZK"
    "ZUJ3aDN1bXA4QkRWYndoTktnejU1NXhCYTZNUT09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="
)
SERVING = (
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQkVqQ0J1QUlCQURBd01SVXdFd1lEVlFRS0RBeHplWE4wWlcwNmJtOWtaWE"
    "14RnpBVkJnTlZCQU1NRG5ONQpjM1JsYlRwdWIyUmxPbTR4TUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FFa3M5YW44ZUJSRjNq"
    "CjlBK254WVdFUVdSZmJ1cUlVRW4zZm1JUWZpVmxmaTNEQTA2YUZrdk5nV3dHcDJwYi9jY2krd3hOSFNNc1hXVEwKWlJvNHpXOUFScUFtTUNRR0"
    "NTcUdTSWIzRFFFSkRqRVhNQlV3RXdZRFZSMFJCQXd3Q29JQ2JqR0hCQW9BQUFFdwpDZ1lJS29aSXpqMEVBd0lEU1FBd1JnSWhBTlpPMGFSbnJ0"
    "SDNnSGdWRTNyZVl4QngxQ1lLS1ZYdTlXeWRGUEEvCnhINW5BaUVBcGdpS0h6cDBWZTI4Q3BhMjc3YlQ4RGl1SEYvWk83amZjRGhnSVpNbTFpOD"
    "0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg=="
)
OLD = "apiVersion: certificates.k8s.io/v1beta1\nkind: CertificateSigningRequest\n"
V1 = "certificates.k8s.io/v1"
UNKNOWN = "kubernetes.io/legacy-unknown"


def case(name: str, before: str, after: str, *told: str, ask: str = "", **decide: str) -> Case:
    """A spec before and after, in flow style; ``decide`` answers csr.NAME, ``ask`` names what stays open."""
    decisions = {f"csr.{key}": value for key, value in decide.items()}
    asks = (ask,) if ask else ()
    return Case(name, V1, f"{OLD}spec: {before}", f"spec: {after}", decide=decisions, told=told, asks=asks)


REWRITES = [
    case(
        "a kubelet's client certificate",
        f"{{request: {CLIENT}, usages: [digital signature, client auth]}}",
        f"{{request: {CLIENT}, usages: [digital signature, client auth], "
        "signerName: kubernetes.io/kube-apiserver-client-kubelet}",
    ),
    case(
        "a kubelet's serving certificate",
        f"{{request: {SERVING}, usages: [key encipherment, digital signature, server auth]}}",
        f"{{request: {SERVING}, usages: [key encipherment, digital signature, server auth], "
        "signerName: kubernetes.io/kubelet-serving}",
    ),
    case(
        "names in a client certificate make it nobody's",
        f"{{request: {SERVING}, usages: [digital signature, client auth]}}",
        f"{{request: {SERVING}, usages: [digital signature, client auth], signerName: {UNKNOWN}}}",
        ask="csr.signerName spec.signerName",
    ),
    case(
        "without usages it is for signing and encipherment",
        "{request: AAAA, signerName: example.com/mine}",
        "{request: AAAA, signerName: example.com/mine, usages: [digital signature, key encipherment]}",
        "default: spec.usages",
    ),
    case(
        "the signer is a decision",
        "{request: AAAA, usages: [any]}",
        "{request: AAAA, usages: [any], signerName: example.com/mine}",
        "decision: spec.signerName: set to example.com/mine",
        signerName="example.com/mine",
    ),
    case(
        "usages twice are named once",
        "{request: AAAA, usages: [any, any, signing], signerName: example.com/mine}",
        "{request: AAAA, usages: [any, signing], signerName: example.com/mine}",
        "repair: spec.usages",
    ),
    case(
        "unknown usages are a decision",
        "{request: AAAA, usages: [any, fun], signerName: example.com/mine}",
        "{request: AAAA, usages: [any, fun], signerName: example.com/mine}",
        ask="csr.usages spec.usages",
    ),
    case(
        "unknown usages are dropped when decided",
        "{request: AAAA, usages: [any, fun], signerName: example.com/mine}",
        "{request: AAAA, usages: [any], signerName: example.com/mine}",
        "fun dropped",
        usages="drop",
    ),
]


@pytest.mark.parametrize("case", REWRITES, ids=attrgetter("name"))
def test_request_goes_to_the_same_signer(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("request_", ["''", "AAAA", "é", "null", "3", CLIENT[:100], SERVING[:-90] + "LS0t"])
def test_unreadable_request_is_nobodys(request_: str) -> None:
    before = f"{OLD}spec: {{request: {request_}, usages: [client auth, digital signature]}}"
    after = before.replace("usages", f"signerName: {UNKNOWN}, usages")
    check(Case("unreadable", V1, before, after, asks=("csr.signerName spec.signerName",)))
