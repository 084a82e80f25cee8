"""`explain KIND.FIELD` shows where each version has a field, and since when, from the schemas of every release."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kconv import kinds
from kconv.catalog import schemas
from kconv.engine import Kind
from kconv.history import kind_schemas
from kconv.history.field import field
from kconv.paths import show
from tests.cli.conftest import Kconv


def rows(text: str) -> dict[str, list[str]]:
    """The table's cells behind the first, by version."""
    table = text.split("\n\n")[1].splitlines()[1:]
    return {line.split()[0]: [cell.strip() for cell in line.split("  ") if cell][1:] for line in table}


TOLD: dict[str, dict[str, list[str]]] = {
    "ing.spec.backend": {
        "networking.k8s.io/v1": ["spec.defaultBackend", "object", "no", "1.19", "-", "-"],
        "extensions/v1beta1": ["spec.backend", "object", "no", "1.9 or before", "1.22", "-"],
        "networking.k8s.io/v1beta1": ["spec.backend", "object", "no", "1.14", "1.22", "-"],
    },
    "Ingress.networking.k8s.io.spec.rules.http.paths.pathType": {
        "networking.k8s.io/v1": ["spec.rules[].http.paths[].pathType", "string", "yes", "1.19", "-", "-"],
        "extensions/v1beta1": ["spec.rules[].http.paths[].pathType", "string", "no", "1.18", "1.22", "-"],
        "networking.k8s.io/v1beta1": ["spec.rules[].http.paths[].pathType", "string", "no", "1.18", "1.22", "-"],
    },
    "event.count": {
        "events.k8s.io/v1": ["deprecatedCount", "integer", "no", "1.19", "-", "-"],
        "v1": ["count", "integer", "no", "1.9 or before", "-", "-"],
    },
    "deploy.spec.rollbackTo.revision": {
        "apps/v1": [
            'metadata.annotations["deprecated.deployment.rollback.to"]',
            "string",
            "no",
            "1.9 or before",
            "-",
            "-",
        ],
        "extensions/v1beta1": ["spec.rollbackTo.revision", "integer", "no", "1.9 or before", "1.18", "-"],
    },
    "po.spec.nodeSelector": {"v1": ["spec.nodeSelector", "map of string", "no", "1.9 or before", "-", "-"]},
    "ds.spec.template.spec.containers[].startupProbe.httpGet.port": {
        "apps/v1": [
            "spec.template.spec.containers[].startupProbe.httpGet.port",
            "number or string",
            "yes",
            "1.16",
            "-",
            "-",
        ],
    },
}


@pytest.mark.parametrize("name", TOLD)
def test_a_field_is_told_for_each_version(name: str, kconv: Kconv) -> None:
    told = rows(kconv("explain", name).out)
    for version, cells in TOLD[name].items():
        assert told[version] == cells


ITEMS = {
    "pod.spec.containers[0].name": "pod.spec.containers.name",
    "pod.spec.containers[*].name": "pod.spec.containers.name",
    "pod.spec.containers[].name": "pod.spec.containers.name",
    "pod.spec.containers[12]": "pod.spec.containers",
    "pod.spec.containers[0].ports[1].containerPort": "pod.spec.containers.ports.containerPort",
}


@pytest.mark.parametrize("path", ITEMS)
def test_a_path_as_validate_prints_it_leads_to_the_field(path: str, kconv: Kconv) -> None:
    told = kconv("explain", path)
    assert (told.code, told.out) == (0, kconv("explain", ITEMS[path]).out)


@pytest.mark.parametrize(
    "path", ["hpa.spec.metrics", "cj.spec.jobTemplate", "validatingwebhookconfigurations.webhooks"]
)
def test_a_version_without_rules_does_not_make_a_kind_two(path: str, kconv: Kconv) -> None:
    assert len(json.loads(kconv("explain", path, "--format", "json").out)) == 1


def test_values_and_fields_below_are_told(kconv: Kconv) -> None:
    path_type = kconv("explain", "ing.spec.rules.http.paths.pathType").out
    assert path_type.endswith("\nvalues in networking.k8s.io/v1: Exact, ImplementationSpecific, Prefix\n")
    paths = kconv("explain", "ing.spec.rules.http.paths").out
    assert "\nfields in networking.k8s.io/v1:\n  backend, object\n  path, string\n  pathType, string\n" in paths


def test_a_program_gets_the_same(kconv: Kconv) -> None:
    [told] = json.loads(kconv("explain", "deployment.spec.replicas", "--format", "json").out)
    assert told["kind"] == "Deployment"
    assert told["versions"][0] == {
        "apiVersion": "apps/v1",
        "path": "spec.replicas",
        "type": "integer",
        "required": False,
        "since": "1.9",
        "until": None,
        "default": 1,
        "enum": [],
        "fields": [],
    }


REFUSED = {
    "ing.sepc": "Ingress has no field sepc\n  did you mean spec?",
    "deployment.spec.stratgy.type": "Deployment has no field stratgy in spec\n  did you mean strategy?",
    "deployment.spec.template.spec.containers.x": "kconv explain Deployment.spec.template.spec.containers",
    "ingress.network": "'ingress.network' is not a built-in kind\n  the kind is in extensions, networking.k8s.io",
    "deploymnt.spec": "'deploymnt.spec' is not a built-in kind",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_field_is_told_with_the_nearest(name: str, kconv: Kconv) -> None:
    ran = kconv("explain", name)
    assert (ran.code, ran.out, REFUSED[name] in ran.err) == (2, "", True)


def own_fields(kind: Kind) -> list[tuple[str, ...]]:
    """The keys of the fields of the kind and of its spec, in all versions and releases."""
    found: dict[tuple[str, ...], Any] = {}
    for version in kind.versions:
        for release in kind_schemas.published(kind, version):
            name = schemas.of(version.kind(kind.name), release)
            root = schemas.definition(str(name), release)
            spec = root["properties"].get("spec", {}).get("$ref")
            found.update({(key,): None for key in root["properties"]})
            found.update(
                {("spec", key): None for key in schemas.definition(spec, release)["properties"]} if spec else {}
            )
    return list(found)


@pytest.mark.parametrize("kind", kinds.registered(), ids=lambda kind: f"{kind.name} {kind.hub}")
def test_what_is_told_is_what_each_release_has(kind: Kind) -> None:
    for words in own_fields(kind):
        for told in field(kind, words):
            if show(told.path) == ".".join(words):
                holder = schemas.of(told.version.kind(kind.name), told.since)
                span = schemas.history(str(holder)).get(words[0])
                assert span is not None
                assert span.since <= told.since
                assert told.until is None or told.since < told.until
