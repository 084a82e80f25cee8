"""What a real API server says: it takes every definition, and of objects it takes those that the model takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from kconv.catalog import latest
from kconv.crd import generate
from kconv.crd.client_config import address
from kconv.crd.modules import resources_in
from kconv.engine import convert_kind
from kconv.names import GroupVersion
from kconv.structural.default import default
from tests.cluster.apiserver import ApiServer
from tests.crd.models import GROUP, Case, cases

pytestmark = pytest.mark.cluster
Json = Any
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
EXPECTED = 2_600
"""Objects that are tried at least, in at least 120 models."""


class Difference(NamedTuple):
    """An object that only one of the two takes, and why the other does not."""

    case: str
    spec: Json
    server: str
    model: str


def test_every_definition_is_established_and_structural(served: list[Case], apiserver: ApiServer) -> None:
    assert len(served) >= 120
    _, answer = apiserver.request("GET", CRDS)
    found = {each["spec"]["names"]["kind"]: conditions(each) for each in answer["items"]}
    for case in served:
        state = found[case.resource.hub.declared.kind]
        assert state.get("Established") == "True", case.name
        assert "NonStructuralSchema" not in state, case.name


def test_server_and_model_take_the_same_objects(served: list[Case], apiserver: ApiServer) -> None:
    """But for the reasons in REASONS."""
    count, unexplained, explained = 0, [], dict.fromkeys(REASONS, 0)
    for case in served:
        for spec in case.specs:
            count += 1
            found = compared(case, spec, apiserver)
            reason = next((name for name, holds in REASONS.items() if found and holds(found)), None)
            if reason is not None:
                explained[reason] += 1
            elif found is not None:
                unexplained.append(found)
    assert not unexplained, "\n".join(map(str, unexplained))
    assert count >= EXPECTED
    assert all(explained.values()), f"a reason that explains nothing: {explained}"
    print(f"{count - sum(explained.values()):,} of {count:,} objects: the same answer; {explained}")


def test_server_and_model_fill_in_the_same_defaults(served: list[Case], apiserver: ApiServer) -> None:
    filled = 0
    for case in served:
        if case.specs[0] == {} and not case.accepts({}):
            _, answer = created(case, {}, apiserver)
            assert answer["spec"] == case.model.model_validate(case.object({})).to_object()["spec"], case.name
            filled += bool(answer["spec"])
    assert filled >= 30


@pytest.mark.parametrize("module", ["widgets", "acme.backup", "acme.backup_v2", "acme.route", "acme.workerpool"])
@pytest.mark.usefixtures("examples_on_path")
def test_the_examples_are_established(module: str, apiserver: ApiServer) -> None:
    for resource in resources_in(module):
        for crd in generate(resource, webhook=address("https://localhost:1/convert")).manifests:
            with apiserver.serving(crd):
                place = f"{CRDS}/{crd['metadata']['name']}"
                assert conditions(apiserver.request("GET", place)[1]) == {
                    "NamesAccepted": "True",
                    "Established": "True",
                }
            wait_until(lambda place=place: apiserver.request("GET", place)[0] == 404)


OLD = {
    "acme.backup": {
        "apiVersion": "backup.acme.io/v1alpha1",
        "kind": "Backup",
        "spec": {
            "schedule": "0 1 * * *", "target": "s3://b/daily", "secret": "s", "onFailure": "RETRY", "checksum": "md5",
            "hooks": [{"name": "a", "cmd": ["sync"], "after": True}],
        },
    },
    "acme.route": {
        "apiVersion": "net.acme.io/v1alpha1",
        "kind": "Route",
        "spec": {"host": "h", "primary": "b", "redirectTo": "x", "backends": {"b": {"ip": "10.0.0.1"}}},
    },
    "acme.workerpool": {
        "apiVersion": "acme.io/v1alpha1",
        "kind": "Worker",
        "spec": {
            "labels": {"a": "b"}, "recreate": True, "volumes": [{"name": "v", "sizeGi": 10}],
            "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "ports": [{"containerPort": 1}]}]}},
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("module", OLD)
@pytest.mark.usefixtures("examples_on_path")
def test_what_the_rules_of_an_example_make_is_accepted_and_stored_as_it_is(module: str, apiserver: ApiServer) -> None:
    (resource,) = resources_in(module)
    hub, obj = resource.hub, {**OLD[module], "metadata": {"name": "one"}}
    target = GroupVersion.parse(hub.api_version)
    made = convert_kind(resource.kind, obj, target, release=latest(), keep=False).object
    crd = generate(resource, webhook=address("https://localhost:1/convert")).manifests[0]
    place, plural = f"{CRDS}/{crd['metadata']['name']}", resource.names.plural
    with apiserver.serving(crd):
        path = f"/apis/{hub.api_version}/namespaces/default/{plural}"
        wait_until(lambda: apiserver.request("GET", path)[0] == 200)
        status, answer = apiserver.request("POST", f"{path}?dryRun=All&fieldValidation=Strict", json.dumps(made))
        assert status == 201, answer
        assert answer["spec"] == default(made, crd_schema(crd))["spec"]
    wait_until(lambda: apiserver.request("GET", place)[0] == 404)


def crd_schema(crd: Json) -> Json:
    return next(each["schema"]["openAPIV3Schema"] for each in crd["spec"]["versions"] if each["storage"])


def compared(case: Case, spec: Json, server: ApiServer) -> Difference | None:
    status, answer = created(case, spec, server)
    assert status in (201, 422), (case.name, answer)
    said, model = "" if status == 201 else answer["message"], case.accepts(spec)
    return None if bool(said) == bool(model) else Difference(case.name, spec, said, model)


def created(case: Case, spec: Json, server: ApiServer) -> tuple[int, Json]:
    plural = case.resource.names.plural
    path = f"/apis/{GROUP}/v1/namespaces/default/{plural}?dryRun=All&fieldValidation=Ignore"
    return server.request("POST", path, json.dumps(case.object(spec)))


def in_a_list(found: Difference) -> bool:
    return not found.server and "input_type=list" in found.model


def rule_in_cel(found: Difference) -> bool:
    return "cel field" in found.case and not found.model


REASONS = {
    "the API server takes a list for a text that has a format": in_a_list,
    "the model does not evaluate CEL": rule_in_cel,
}


@pytest.fixture(scope="module")
def served(apiserver: ApiServer) -> Iterator[list[Case]]:
    """Every case's definition, created; the server holds the first write to each up to two seconds."""
    found = cases()
    names = []
    for case in found:
        (crd,) = generate(case.resource).manifests
        status, answer = apiserver.request("POST", CRDS, json.dumps(crd))
        assert status == 201, f"{case.name}: {answer.get('message')}"
        names.append(crd["metadata"]["name"])
    for case in found:
        wait_until(lambda case=case: is_answered(case, apiserver))
    yield found
    for name in names:
        apiserver.request("DELETE", f"{CRDS}/{name}")


def is_answered(case: Case, server: ApiServer) -> bool:
    return server.request("GET", f"/apis/{GROUP}/v1/namespaces/default/{case.resource.names.plural}")[0] == 200


def wait_until(holds: Any, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def conditions(crd: Json) -> dict[str, str]:
    return {each["type"]: each["status"] for each in crd.get("status", {}).get("conditions", [])}
