"""A definition that is shipped without ``spec.conversion``, and the policies that guard it until its webhook is ready.

tests/arming/test_server.py asks a real API server what they do.
"""

from __future__ import annotations

from typing import Any

import pytest

from kconv.catalog import latest, schemas
from kconv.crd import CustomResource, DeclarationError, Model, Resource, Version, Webhook, api_version, generate
from kconv.crd.conversion import converted
from kconv.crd.unarmed_guard import since
from kconv.names import GroupVersionKind
from kconv.rules import Move
from kconv.validation.checker import Checker

WEBHOOK = Webhook("acme", "webhook", 8443)
NAME = "cups.acme.io"


class OldSpec(Model):
    size: int = 1


class NewSpec(Model):
    width: int = 1


def version(name: str, spec: type[Model]) -> type[Resource]:
    made: Any = type("Cup", (Resource,), {"__module__": __name__, "__annotations__": {"spec": spec}})
    return api_version(f"acme.io/{name}")(made)


OLD, SAME, NEW = version("v1", OldSpec), version("v2", OldSpec), version("v2", NewSpec)
ONE = CustomResource(Version(OLD))
EQUAL = CustomResource(Version(SAME, since=OLD), Version(OLD), hub=SAME)
DIFFERENT = CustomResource(
    Version(NEW, since=OLD, rules=[Move("spec.size", "spec.width")]), Version(OLD), hub=NEW, plural="cups"
)


def test_the_definition_leaves_the_conversion_to_the_webhook() -> None:
    armed = generate(DIFFERENT, webhook=WEBHOOK)
    unarmed = generate(DIFFERENT, webhook=WEBHOOK, unarmed=True)
    [crd], [same] = unarmed.manifests, armed.manifests
    assert "conversion" not in crd["spec"]
    assert {**crd["spec"], "conversion": same["spec"]["conversion"]} == same["spec"]
    assert list(unarmed.guards) == [NAME]
    assert armed.guards == {}


@pytest.mark.parametrize("webhook", [WEBHOOK, Webhook(url='https://a.example/it\'s \\ "quoted"')])
def test_the_guard_is_of_this_definition_and_its_objects_alone(webhook: Webhook) -> None:
    changes, bound, writes, bound_too = generate(DIFFERENT, webhook=webhook, unarmed=True).guards[NAME]
    [rule] = changes["spec"]["matchConstraints"]["resourceRules"]
    assert (rule["resources"], rule["resourceNames"]) == (["customresourcedefinitions"], [NAME])
    [rule] = writes["spec"]["matchConstraints"]["resourceRules"]
    assert (rule["apiGroups"], rule["resources"]) == (["acme.io"], ["cups", "cups/*"])
    assert bound_too["spec"]["paramRef"] == {"name": NAME, "parameterNotFoundAction": "Deny"}
    assert {each["spec"]["policyName"] for each in (bound, bound_too)} == {changes["metadata"]["name"]}


def test_the_policies_are_what_the_api_has() -> None:
    for policy in generate(DIFFERENT, webhook=WEBHOOK, unarmed=True).guards[NAME]:
        gvk = GroupVersionKind("admissionregistration.k8s.io", "v1", policy["kind"])
        name = schemas.of(gvk, latest())
        assert name is not None
        assert not Checker(lambda each: schemas.definition(each, latest())).definition(name)(policy)


def test_one_version_is_guarded_before_it_gets_a_second() -> None:
    assert list(generate(ONE, webhook=WEBHOOK, unarmed=True).guards) == [NAME]
    assert generate(ONE, webhook=WEBHOOK).guards == {}


def test_versions_that_are_the_same_need_neither_webhook_nor_guard() -> None:
    made = generate(EQUAL, webhook=WEBHOOK, unarmed=True)
    assert made.manifests[0]["spec"]["conversion"] == {"strategy": "None"}
    assert made.guards == {}


ARMED = [("one", ONE, [NAME]), ("the same", EQUAL, []), ("different", DIFFERENT, [NAME])]


@pytest.mark.parametrize(("versions", "resource", "names"), ARMED, ids=[each[0] for each in ARMED])
def test_what_a_webhook_arms(versions: str, resource: CustomResource, names: list[str]) -> None:
    assert converted(resource) == names, versions


def test_a_release_without_the_policies_is_refused_with_the_other_way() -> None:
    release = since()
    generate(DIFFERENT, webhook=WEBHOOK, unarmed=True, release=release)
    with pytest.raises(DeclarationError, match=r"leave out --unarmed"):
        generate(DIFFERENT, webhook=WEBHOOK, unarmed=True, release=release._replace(minor=release.minor - 1))
