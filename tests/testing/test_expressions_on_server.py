"""A rule in CEL holds where a real API server says so: it compiles each of them, and judges the same values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.apiserver import ApiServer
from tests.testing.test_expressions import FOUND, KUBERNETES, OPTIONAL, TWO_VARIABLES

Json = Any
GROUP = "expressions.example.com"
_TEXT = {"type": "string", "maxLength": 100}
_FIELDS = {
    "name": _TEXT,
    "items": {"type": "array", "maxItems": 9, "items": {"type": "integer"}},
    "labels": {"type": "object", "maxProperties": 9, "additionalProperties": _TEXT},
    "port": {"x-kubernetes-int-or-string": True},
}


def _definition(kind: str, rule: str) -> Json:
    spec = {"type": "object", "properties": _FIELDS, "x-kubernetes-validations": [{"rule": rule}]}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{GROUP}"},
        "spec": {
            "group": GROUP,
            "names": {"kind": kind, "plural": f"{kind.lower()}s"},
            "scope": "Cluster",
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": schema}],
        },
    }


def _unlike(server: ApiServer, kind: str, rule: str, right: Json, wrong: Json) -> Iterator[str]:
    """What the server says otherwise of a rule: of a value that keeps to it, and of one that does not."""
    try:
        with server.serving(_definition(kind, rule)):
            for value, accepted in ((right, True), (wrong, False)):
                obj = {"apiVersion": f"{GROUP}/v1", "kind": kind, "metadata": {"name": "a"}, "spec": value}
                refusal = server.accept(obj)
                if (refusal is None) != accepted:
                    yield f"{rule}: {value}: {refusal or 'the server accepts it'}"
    except RuntimeError as error:  # it does not compile
        yield f"{rule}: {error}"


@pytest.mark.cluster
def test_a_real_api_server_says_the_same_of_each_rule(apiserver: ApiServer) -> None:
    rules = enumerate((TWO_VARIABLES | FOUND | OPTIONAL | KUBERNETES).items())
    assert [why for number, (rule, pair) in rules for why in _unlike(apiserver, f"Rule{number}", rule, *pair)] == []
