"""The definition that is printed, and everything that is wrong with a declaration before it is."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from kconv.catalog import latest
from kconv.crd import (
    Column,
    CustomResource,
    DeclarationError,
    Immutable,
    Int32,
    ListMap,
    Model,
    Name,
    Resource,
    Scale,
    Version,
    api_version,
    cel,
    generate,
)
from kconv.crd.client_config import Webhook, address, service
from kconv.crd.generated import Generated
from kconv.crd.order import ordered, shortened
from kconv.crd.text import text_of
from kconv.errors import UsageError
from kconv.names import Release
from kconv.pipeline.reading import values
from tests.crd.features import Item

Json = Any
GROUP = "tests.kconv.dev"


class Spec(Model):
    size: Int32 = 1
    """How large it is."""
    colour: str | None = None
    items: Annotated[list[Item], ListMap("name")] = []
    at: dict[str, str] = {}


class Status(Model):
    replicas: Int32 = 0
    selector: str | None = None


class Cup(Resource):
    """A cup."""

    spec: Spec
    status: Status | None = None


def declared(version: str = "v1", base: type[Resource] = Cup, **said: Any) -> type[Resource]:
    made: Any = type("Cup", (base,), {"__module__": __name__, "__doc__": base.__doc__})
    return api_version(f"{GROUP}/{version}", **said)(made)


def alone(**said: Any) -> Generated:
    return generate(CustomResource(Version(declared(**said))))


def test_everything_that_a_definition_says() -> None:
    new = declared(
        "v1",
        columns=[Column("Size", ".spec.size", "integer", priority=1, format="int32", description="How large.")],
        selectable=[".spec.colour"],
        scale=Scale(spec=".spec.size", selector=".status.selector"),
        name=Name(max_length=20),
    )
    old = declared("v1beta1")
    resource = CustomResource(
        Version(new, since=old),
        Version(old, deprecated="use v1", served=False),
        hub=new,
        scope="Cluster",
        short_names=["cu"],
        categories=["all"],
        labels={"app": "cups"},
        annotations={"a.b/c": "d"},
    )
    (crd,) = generate(resource, webhook=service("ns/hook:8443")).manifests
    one, other = crd["spec"].pop("versions")
    assert crd == {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"cups.{GROUP}", "labels": {"app": "cups"}, "annotations": {"a.b/c": "d"}},
        "spec": {
            "group": GROUP,
            "names": {"kind": "Cup", "listKind": "CupList", "plural": "cups", "singular": "cup", "shortNames": ["cu"], "categories": ["all"]},
            "scope": "Cluster",
            "conversion": {
                "strategy": "Webhook",
                "webhook": {
                    "conversionReviewVersions": ["v1"],
                    "clientConfig": {"service": {"namespace": "ns", "name": "hook", "path": "/convert", "port": 8443}},
                },
            },
        },
    }  # fmt: skip
    schema = one.pop("schema")["openAPIV3Schema"]
    assert schema["properties"]["metadata"] == {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 20}},
    }
    assert one == {
        "name": "v1",
        "served": True,
        "storage": True,
        "subresources": {
            "status": {},
            "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".status.selector"},
        },
        "selectableFields": [{"jsonPath": ".spec.colour"}],
        "additionalPrinterColumns": [
            {"name": "Size", "type": "integer", "format": "int32", "description": "How large.", "priority": 1, "jsonPath": ".spec.size"}
        ],
    }  # fmt: skip
    del other["schema"]
    assert other == {
        "name": "v1beta1",
        "served": False,
        "storage": False,
        "deprecated": True,
        "deprecationWarning": "use v1",
        "subresources": {"status": {}},
    }


def test_the_text_is_yaml_that_reads_as_the_manifest(tmp_path: Any) -> None:
    (crd,) = alone().manifests
    file = tmp_path / "crd.yaml"
    file.write_text(text_of(crd, made_by="kconv crd generate cups"))
    assert [*values(file)] == [crd]
    assert file.read_text().startswith("# Made by `kconv crd generate cups`. Do not edit.\napiVersion: ")


def test_what_a_node_says_of_itself_stands_before_what_is_below() -> None:
    (crd,) = alone().manifests
    spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    assert list(spec["properties"]["size"]) == ["description", "type", "format", "default"]
    assert list(spec["properties"]["items"]) == [
        "type",
        "default",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type",
        "items",
    ]


TEXT = "One sentence. Another one that is long. A third."


@pytest.mark.parametrize(
    ("longest", "text"),
    [
        (None, TEXT),
        (100, TEXT),
        (40, "One sentence. Another one that is long."),
        (20, "One sentence."),
        (8, "One"),
        (2, "On"),
        (0, ""),
    ],
)
def test_a_description_is_cut_behind_a_sentence_or_a_word(longest: int | None, text: str) -> None:
    assert shortened(TEXT, longest) == text


def test_descriptions_are_left_out_and_fields_of_that_name_are_not() -> None:
    node = {"type": "object", "description": "x", "properties": {"description": {"type": "string", "description": "y"}}}
    assert ordered(node, 0) == {"type": "object", "properties": {"description": {"type": "string"}}}


def test_the_version_that_is_stored_says_so_or_is_the_hub() -> None:
    new, old = declared("v2"), declared("v1")
    pinned = CustomResource(Version(new, since=old), Version(old, storage=True), hub=new)
    free = CustomResource(Version(new, since=old), Version(old), hub=new)
    assert [stored(each) for each in (pinned, free)] == ["v1", "v2"]


def stored(resource: CustomResource) -> str:
    (crd,) = generate(resource).manifests
    (name,) = [each["name"] for each in crd["spec"]["versions"] if each["storage"]]
    return str(name)


def test_a_renamed_kind_is_two_definitions() -> None:
    new = declared("v2")
    old: Any = api_version(f"{GROUP}/v1")(type("Mug", (Cup,), {"__module__": __name__}))
    resource = CustomResource(Version(new, since=old), Version(old), hub=new, short_names=["cu"])
    names = [crd["spec"]["names"] for crd in generate(resource).manifests]
    assert [name["plural"] for name in names] == ["cups", "mugs"]
    assert [name.get("shortNames") for name in names] == [["cu"], None]


class Other(Model):
    width: Int32 = 1
    items: Annotated[list[Item], ListMap("name")] = []
    at: dict[str, str] = {}
    colour: str | None = None


class Wide(Resource):
    spec: Other


def conversion(*versions: type[Resource], webhook: Webhook | None = None) -> Json:
    new, old = versions
    resource = CustomResource(Version(new, since=old), Version(old), hub=new)
    return generate(resource, webhook=webhook).manifests[0]["spec"].get("conversion")


def test_versions_that_are_the_same_need_no_webhook() -> None:
    assert conversion(declared("v2"), declared("v1")) == {"strategy": "None"}


def test_versions_that_differ_in_texts_only_are_the_same() -> None:
    class Said(Cup):
        """A cup, in other words."""

    assert conversion(declared("v2", Said), declared("v1")) == {"strategy": "None"}


def test_versions_that_differ_need_a_webhook() -> None:
    class More(Spec):
        extra: str | None = None

    class Extra(Resource):
        spec: More
        status: Status | None = None

    with pytest.raises(DeclarationError, match="--webhook-service NAMESPACE/NAME"):
        conversion(declared("v2", Extra), declared("v1"))
    assert conversion(declared("v2", Extra), declared("v1"), webhook=address("https://a.b/c"))["webhook"] == {
        "conversionReviewVersions": ["v1"],
        "clientConfig": {"url": "https://a.b/c"},
    }


@pytest.mark.parametrize("text", ["a", "a/", "/b", "a/b/c", "a/b:x", "a/b:0", "a/b:70000"])
def test_what_is_no_service(text: str) -> None:
    with pytest.raises(UsageError):
        service(text)


@pytest.mark.parametrize(
    "text", ["http://a", "a.b", "https://", "https://a?b", "https://a#", "https://u@a", "https://a:99999"]
)
def test_what_is_no_url_of_a_webhook(text: str) -> None:
    with pytest.raises(UsageError):
        address(text)


class Bad(Model):
    low: Annotated[Int32, Field(ge=3)] = 1
    text: Annotated[str, Field(pattern="^a$")] = "b"
    names: Annotated[list[str], Field(max_length=1)] = ["a", "b"]


class Worse(Resource):
    spec: Bad


def test_defaults_that_do_not_fit_are_refused() -> None:
    with pytest.raises(DeclarationError) as caught:
        alone(base=Worse)
    whys = {fault.path.rpartition(" ")[2]: fault.why for fault in caught.value.faults}
    assert whys == {
        "spec.low": "the default is invalid: must be at least 3, is 1",
        "spec.text": 'the default is invalid: must match ^a$, is "b"',
        "spec.names": "the default is invalid: must have at most 1 item, has 2",
    }


PATHS = {
    "a column without a dot": ({"columns": [Column("A", "spec.size")]}, "must begin with a dot"),
    "a column of no field": ({"columns": [Column("A", ".spec.sizes")]}, "the field sizes does not exist; the fields are size, colour, items, at"),
    "a column of another type": ({"columns": [Column("A", ".spec.colour", "integer")]}, "is string, and the column integer"),
    "a date of a number": ({"columns": [Column("A", ".spec.size", "date")]}, "is integer, and the column date"),
    "a column of an object": ({"columns": [Column("A", ".spec.items.name")]}, "the field name does not exist"),
    "selected by a list": ({"selectable": [".spec.items[0].name"]}, "is not the path of a single field"),
    "selected by a map": ({"selectable": [".spec.at"]}, "only strings, integers and booleans"),
    "selected by metadata": ({"selectable": [".metadata.labels"]}, "can be used of the metadata"),
    "selected by nothing": ({"selectable": [".spec.none"]}, "the field none does not exist"),
    "selected by nine": ({"selectable": [".spec.size"] * 9}, "more than 8"),
    "scaled by nothing": ({"scale": Scale()}, "the field replicas does not exist"),
    "scaled by a text": ({"scale": Scale(spec=".spec.colour")}, "must be an integer"),
    "scaled by the status": ({"scale": Scale(spec=".status.replicas")}, "is not the path of a field below .spec"),
    "a selector that is a number": ({"scale": Scale(spec=".spec.size", selector=".status.replicas")}, "must be a string"),
}  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_leads_nowhere_is_refused(name: str) -> None:
    said, why = PATHS[name]
    with pytest.raises(DeclarationError) as caught:
        alone(**said)
    assert why in "\n".join(fault.why for fault in caught.value.faults)


GOOD_PATHS = [
    Column("A", ".metadata.creationTimestamp", "date"),
    Column("A", ".metadata.labels.app"),
    Column("A", ".spec.items[0].name"),
    Column("A", '.spec.items[?(@.name=="a")].size', "integer"),
    Column("A", ".spec.at.a\\.b/c"),
    Column("A", ".spec.at['a.b/c']"),
    Column("A", ".spec.items[*].name"),
    Column("A", ".spec.size", "number"),
    Column("A", ".spec.size"),
]


@pytest.mark.parametrize("column", GOOD_PATHS, ids=lambda column: column.path)
def test_a_path_that_leads_to_a_field(column: Column) -> None:
    assert alone(columns=[column]).manifests


class Key(Model):
    name: str | None = None


class Keys(Model):
    all: Annotated[list[Key], ListMap("name")] = []


class Keyless(Resource):
    spec: Keys


def test_the_key_of_a_list_is_required_or_has_a_default() -> None:
    with pytest.raises(DeclarationError, match="it must have a default or be a required property"):
        alone(base=Keyless)


class Ruled(Model):
    names: Annotated[list[Annotated[str, Immutable]], Field(max_length=3)] = []


class Correlated(Resource):
    spec: Ruled


def test_a_rule_about_the_value_before_in_a_list_without_keys_is_refused() -> None:
    with pytest.raises(DeclarationError, match=r"oldSelf cannot be used below the list spec\.names"):
        alone(base=Correlated)


def test_a_group_of_the_community_needs_an_approval() -> None:
    made: Any = api_version("acme.k8s.io/v1")(type("Cup", (Cup,), {"__module__": __name__}))
    with pytest.raises(DeclarationError, match=r"api-approved\.kubernetes\.io"):
        generate(CustomResource(Version(made)))
    approved = CustomResource(Version(made), annotations={"api-approved.kubernetes.io": "unapproved, for a test"})
    assert generate(approved).manifests


OLD = {
    "1.15": ({}, "does not serve apiextensions.k8s.io/v1"),
    "1.28": ({"selectable": [".spec.size"]}, "release 1.28 has no such field"),
    "1.30": ({"selectable": [".spec.size"]}, "a server of release 1.30 leaves it out: it came with 1.31"),
}


@pytest.mark.parametrize("release", OLD)
def test_what_an_old_release_does_not_have_is_refused(release: str) -> None:
    said, why = OLD[release]
    resource = CustomResource(Version(declared(**said)))
    with pytest.raises(DeclarationError, match=why.replace(".", r"\.")):
        generate(resource, release=Release.parse(release))
    assert generate(resource, release=latest()).manifests


def test_several_versions_of_which_none_is_the_stored_one() -> None:
    new: Any = declared("v3")
    old: Any = [api_version(f"{GROUP}/v{each}")(type("Mug", (Cup,), {"__module__": __name__})) for each in (1, 2)]
    resource = CustomResource(Version(new, since=old[1]), Version(old[1], since=old[0]), Version(old[0]), hub=new)
    with pytest.raises(DeclarationError, match="write storage=True"):
        generate(resource)


def test_a_definition_that_client_side_apply_does_not_take_is_a_warning() -> None:
    class Long(Cup):
        pass

    Long.__doc__ = "x " * 140_000
    (warning,) = alone(base=Long).warnings
    assert "bytes are more than client-side `kubectl apply` accepts, 262,144" in warning.why
    assert generate(CustomResource(Version(declared(base=Long))), max_description=100).warnings == []


def test_a_definition_that_etcd_does_not_take_is_an_error() -> None:
    class Endless(Cup):
        pass

    Endless.__doc__ = "x " * 800_000
    with pytest.raises(DeclarationError, match="more than etcd accepts"):
        alone(base=Endless)


class Strict(Model):
    size: Annotated[Int32, cel("self > 0", "positive")] = 1
    colour: Annotated[str, Immutable] | None = None
    items: Annotated[list[Item], ListMap("name")] = []
    at: dict[str, str] = {}


class Stricter(Resource):
    spec: Strict
    status: Status | None = None


def test_a_rule_that_another_version_lacks_is_a_warning() -> None:
    new, old = declared("v2", Stricter), declared("v1")
    made = generate(CustomResource(Version(new, since=old), Version(old), hub=new), webhook=service("a/b"))
    assert [(fault.path, fault.why) for fault in made.warnings] == [
        (f"cups.{GROUP}", "3 CEL rules are not checked: the API server compiles them"),
        (
            f"{GROUP}/v2 Cup: spec",
            f"a write through {GROUP}/v1 is not checked by !has(oldSelf.colour) || has(self.colour)",
        ),
        (f"{GROUP}/v2 Cup: spec.size", f"a write through {GROUP}/v1 is not checked by self > 0"),
        (f"{GROUP}/v2 Cup: spec.colour", f"a write through {GROUP}/v1 is not checked by self == oldSelf"),
    ]


def test_the_version_that_clients_prefer_should_not_be_deprecated() -> None:
    new, old = declared("v2alpha1"), declared("v1")
    resource = CustomResource(Version(new, since=old), Version(old, deprecated=True), hub=new)
    assert [fault.why for fault in generate(resource).warnings] == [
        "is deprecated but has the highest priority: clients that do not name a version use it"
    ]
