"""The judge itself must be sound: it accepts what is right, and says why it refuses the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver import ApiServer

pytestmark = pytest.mark.cluster


def deployment(**changes: Any) -> dict[str, Any]:
    pod = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}
    spec: dict[str, Any] = {"selector": {"matchLabels": {"a": "b"}}, "template": pod}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": spec | changes}


def test_valid_object_is_accepted(apiserver: ApiServer) -> None:
    assert apiserver.accept(deployment()) is None


def test_object_in_a_namespace_that_was_never_made_is_accepted(apiserver: ApiServer) -> None:
    assert apiserver.accept(deployment() | {"metadata": {"name": "d", "namespace": "elsewhere"}}) is None


def test_a_namespace_that_cannot_be_is_refused_by_its_field(apiserver: ApiServer) -> None:
    refusal = apiserver.accept(deployment() | {"metadata": {"name": "d", "namespace": "YOUR_NAMESPACE"}})
    assert refusal is not None
    assert refusal.fields == ("metadata.namespace",)


def test_refusal_names_the_field(apiserver: ApiServer) -> None:
    refusal = apiserver.accept(deployment(replicas=-1))
    assert refusal is not None
    assert refusal.fields == ("spec.replicas",)


def test_unknown_field_is_refused(apiserver: ApiServer) -> None:
    refusal = apiserver.accept(deployment(rollbackTo={"revision": 1}))
    assert refusal is not None
    assert 'unknown field "spec.rollbackTo"' in refusal.message


def test_version_that_is_gone_is_refused(apiserver: ApiServer) -> None:
    refusal = apiserver.accept(deployment() | {"apiVersion": "extensions/v1beta1"})
    assert refusal is not None
    assert "does not serve extensions/v1beta1 Deployment" in refusal.message


def test_text_is_read_by_the_servers_own_rules(apiserver: ApiServer) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  answer: %s\n"
    shell = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}
    assert apiserver.accept(shell, text % '"on"') is None
    assert apiserver.accept(shell, text % "on") is not None


def test_object_that_exists_already_is_valid(apiserver: ApiServer) -> None:
    assert apiserver.accept({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}}) is None


def test_a_crd_is_served_while_it_is_asked_for(apiserver: ApiServer) -> None:
    names = {"plural": "cups", "singular": "cup", "kind": "Cup", "listKind": "CupList"}
    schema = {"openAPIV3Schema": {"type": "object"}}
    versions = [{"name": name, "served": True, "storage": name == "v1", "schema": schema} for name in ("v1", "v2")]
    spec = {"group": "cup.example", "scope": "Namespaced", "names": names, "versions": versions}
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    assert not apiserver.serves("cup.example/v1", "Cup")
    with apiserver.serving(crd | {"metadata": {"name": "cups.cup.example"}}):
        for version in ("v1", "v2"):
            cup = {"apiVersion": f"cup.example/{version}", "kind": "Cup", "metadata": {"name": "a"}}
            assert apiserver.accept(cup) is None


def test_a_crd_that_the_server_refuses_is_told(apiserver: ApiServer) -> None:
    broken: dict[str, Any] = {"metadata": {"name": "a"}, "spec": {}}
    with pytest.raises(RuntimeError, match="does not take the CRD"), apiserver.serving(broken):
        pass
