"""What is asked of the kit wrongly is said at once, with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from kconv.engine import Kind
from kconv.errors import UnknownKindError, UsageError
from kconv.testing import check
from tests.testing import small
from tests.testing.small import KIND, SCHEMAS, V1, V2


class Misuse(NamedTuple):
    name: str
    arguments: dict[str, Any]
    says: str


CRD = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "spec": {
        "group": "example.com",
        "names": {"kind": KIND},
        "versions": [
            {"name": version.split("/")[1], "schema": {"openAPIV3Schema": schema}}
            for version, schema in SCHEMAS.items()
        ],
    },
}
MISUSES = [
    Misuse("one version", {"versions": [V1]}, "two versions or more"),
    Misuse("no version", {}, "two versions or more"),
    Misuse("a hub that is no version", {"versions": [V1, V2], "hub": "v1"}, "is none of the versions"),
    Misuse("schemas and a definition", {"schemas": SCHEMAS, "crd": CRD}, "two ways to say the same"),
    Misuse("a law that is none", {"schemas": SCHEMAS, "only": ["edits-wins"]}, "no law is called 'edits-wins'"),
    Misuse("a law that is none left out", {"schemas": SCHEMAS, "without": ["edits"]}, "no law is called 'edits'"),
    Misuse("a definition that is none", {"crd": {"kind": "ConfigMap"}}, "CustomResourceDefinition"),
    Misuse("a file that is not there", {"crd": "nowhere.yaml"}, "cannot be read"),
]


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)
def test_arguments_that_do_not_go_together_are_refused_with_a_hint(misuse: Misuse) -> None:
    with pytest.raises(UsageError) as raised:
        check(small.convert, kind=KIND, **misuse.arguments)
    assert misuse.says in str(raised.value)
    assert raised.value.hint or raised.value.file


def test_a_kind_of_which_nothing_is_known_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing is known of what a Thing looks like") as raised:
        check(kind=Kind("Thing", V1, {V2: []}))
    assert raised.value.hint


def test_a_kind_that_has_no_rules_is_refused() -> None:
    with pytest.raises(UnknownKindError, match="called Nothing"):
        check(kind="Nothing")


@pytest.mark.parametrize("how", ["schemas", "crd", "file", "objects"])
def test_objects_come_from_what_is_given(how: str, tmp_path: Path) -> None:
    file = tmp_path / "crd.yaml"
    file.write_text(yaml.safe_dump_all([{"kind": "Namespace"}, CRD]))
    given: dict[str, Any] = {
        "schemas": {"schemas": SCHEMAS},
        "crd": {"crd": CRD},
        "file": {"crd": file},
        "objects": {"versions": [V1, V2], "objects": [{"apiVersion": V1, "kind": KIND, "spec": {"size": 1}}]},
    }[how]
    seen: list[Any] = []

    def dropping(obj: Any, to: str) -> Any:
        seen.append(obj)
        spec = {key: value for key, value in obj.get("spec", {}).items() if key not in ("size", "replicas")}
        return {**obj, "apiVersion": to, "spec": spec}

    report = check(dropping, kind=KIND, only=["spoke-hub-spoke"], seed=1, **given)
    assert report.failures
    assert all(obj["kind"] == KIND for obj in seen)


def test_the_seed_and_the_number_of_objects_are_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KCONV_SEED", "7")
    report = check(small.convert, kind=KIND, schemas=SCHEMAS, only=["idempotence"], examples=3)
    assert (report.seed, report.examples, len(report.trials)) == (7, 3, 2)
