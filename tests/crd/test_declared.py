"""A declaration that cannot be is refused where it is written: at the import of its module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kconv.crd import (
    Atomic,
    BuiltIn,
    CustomResource,
    DeclarationError,
    Format,
    ListMap,
    Model,
    Pattern,
    Resource,
    SchemaFile,
    Version,
    api_version,
    cel,
    generate,
    one_of,
)
from kconv.crd.client_config import service
from kconv.crd.custom_resource import plural_of
from kconv.rules import Kept, Move


class Fields(Model):
    a: str | None = None
    b: str | None = None


def version(name: str, kind: str = "Cup", group: str = "tests.kconv.dev") -> type[Resource]:
    made: Any = type(kind, (Resource,), {"__module__": __name__, "__annotations__": {}})
    return api_version(f"{group}/{name}")(made)


V1, V2, V3 = version("v1"), version("v2"), version("v3")
REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a group without a dot": (lambda: api_version("acme/v1"), "a domain with a dot"),
    "a group in capitals": (lambda: api_version("Acme.io/v1"), "a domain with a dot"),
    "no group": (lambda: api_version("v1"), "a domain with a dot"),
    "a version that Kubernetes cannot order": (lambda: api_version("acme.io/1.0"), "v1, v1beta1 or v1alpha1"),
    "a class that is no resource": (lambda: api_version("acme.io/v1")(Fields), "must derive from kconv.crd.Resource"),  # type: ignore[type-var]
    "a kind in lowercase": (lambda: version("v1", "cup"), "begin with a capital"),
    "a union of one field": (lambda: one_of("a"), "at least two fields"),
    "a union of one field twice": (lambda: one_of("a", "a"), "each once"),
    "a union of a field that is not there": (lambda: one_of("a", "c")(Fields), "Fields has no field c"),
    "an empty rule": (lambda: cel(" "), "the rule is empty"),
    "a list map without keys": (lambda: ListMap(), "name the fields"),
    "a format that nobody checks": (lambda: Format("phone"), "the API server does not check this format; it checks"),
    "a pattern that Go does not read": (lambda: Pattern("(?=a)"), "lookaround"),
    "a built-in type without its group": (lambda: BuiltIn("PodTemplateSpec"), "group, version and name"),
    "a schema file of give at least one Version": (lambda: SchemaFile("acme.io/1.0", "Cup", "x"), "v1, v1beta1 or v1alpha1"),
    "rules without a version before": (lambda: Version(V2, rules=[Move("a", "b")]), "give since="),
    "a class that is not declared": (lambda: Version(Fields), "decorate the class"),  # type: ignore[arg-type]
    "a long warning": (lambda: Version(V1, deprecated="a" * 257), "1 to 256"),
    "a warning in two lines": (lambda: Version(V1, deprecated="a\nb"), "printable"),
    "give at least one Version": (lambda: CustomResource(), "give at least one Version"),
    "a class that is no Version": (lambda: CustomResource(V1), "is not a Version"),  # type: ignore[arg-type]
    "one version twice": (lambda: CustomResource(Version(V1), Version(V1, since=V1), hub=V1), "two versions have the same"),
    "two that are the oldest": (lambda: CustomResource(Version(V1), Version(V2), hub=V1), "the oldest version has no since="),
    "two after one": (lambda: CustomResource(Version(V1), Version(V2, since=V1), Version(V3, since=V1), hub=V1), "the oldest version has no since="),
    "a circle": (lambda: CustomResource(Version(V1, since=V2), Version(V2, since=V1), hub=V1), "is not reached by since="),
    "a version before that is not there": (lambda: CustomResource(Version(V1), Version(V3, since=V2), hub=V1), "is not reached by since="),
    "no hub": (lambda: CustomResource(Version(V1), Version(V2, since=V1)), "choose the hub with hub="),
    "a hub that is not there": (lambda: CustomResource(Version(V1), hub=V2), "not one of the versions"),
    "a scope": (lambda: CustomResource(Version(V1), scope="cluster"), "Namespaced or Cluster"),  # type: ignore[arg-type]
    "a plural in capitals": (lambda: CustomResource(Version(V1), plural="Cups"), "'Cups' is not a valid resource name"),
    "a short name with a dot": (lambda: CustomResource(Version(V1), short_names=["c.p"]), "'c.p' is not a valid resource name"),
    "a short name that is a letter of a text": (lambda: CustomResource(Version(V1), short_names="C"), "'C' is not a valid resource name"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_declared(name: str) -> None:
    make, why = REFUSED[name]
    with pytest.raises(ValueError, match=why.replace("(", r"\(").replace(".", r"\.")):
        make()


def test_versions_are_ordered_by_since_however_they_are_listed() -> None:
    made = CustomResource(Version(V3, since=V2), Version(V1), Version(V2, since=V1), hub=V2)
    assert [str(each) for each in made.history.versions] == [f"tests.kconv.dev/v{each} Cup" for each in (1, 2, 3)]
    assert made.versions == made.history.versions[::-1]


def test_the_hub_of_one_version_is_that_one() -> None:
    assert CustomResource(Version(V1)).hub.model is V1


@pytest.mark.parametrize(
    ("kind", "plural"),
    [
        ("Cup", "cups"),
        ("Policy", "policies"),
        ("Gateway", "gateways"),
        ("Ingress", "ingresses"),
        ("Box", "boxes"),
        ("Batch", "batches"),
    ],
)
def test_the_plural_of_a_kind(kind: str, plural: str) -> None:
    assert plural_of(kind) == plural


def test_a_mark_of_a_class_is_its_subclasses_too() -> None:
    @Atomic
    class Base(Model):
        a: str = ""

    class Derived(Base):
        b: str = ""

    from kconv.crd.marks import class_marks

    assert class_marks(Derived) == [Atomic]


SCHEMA = "type: object\nproperties:\n  spec:\n    type: object\n    properties:\n      keep: {type: integer}\n"
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: tests.kconv.dev
  names: {kind: Cup}
  versions:
  - name: v1alpha1
    schema:
      openAPIV3Schema:
        type: object
        required: [metadata, spec]
        properties:
          apiVersion: {type: string, description: The version.}
          kind: {type: string}
          metadata: {type: object}
          spec: {type: object, properties: {keep: {type: integer}}}
"""


@pytest.mark.parametrize("text", [SCHEMA, CRD])
def test_a_version_whose_model_is_gone_is_its_schema(text: str, tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text(text)
    old = SchemaFile("tests.kconv.dev/v1alpha1", "Cup", file)
    made = CustomResource(Version(old), Version(V1, since=old, rules=[Kept("spec.keep", why="read")]), hub=V1)
    schema = made.schemas["tests.kconv.dev/v1alpha1"]
    assert schema["properties"] == {"spec": {"type": "object", "properties": {"keep": {"type": "integer"}}}}
    assert generate(made, webhook=service("a/b")).manifests[0]["spec"]["versions"][1]["name"] == "v1alpha1"


def test_a_schema_file_that_has_no_such_version(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text(CRD.replace("v1alpha1", "v1beta1"))
    old = SchemaFile("tests.kconv.dev/v1alpha1", "Cup", file)
    with pytest.raises(DeclarationError, match="has no schema of"):
        assert CustomResource(Version(old)).schemas
