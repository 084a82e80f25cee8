"""Annotations that an object has in a cluster, and that a manifest in Git must not have, are findings with their line."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.engine.stash import ANNOTATION
from kconv.manifests.scan import FROM_CLUSTER
from kconv.objects.references import LAST_APPLIED
from tests.cli.conftest import Kconv, kconv

__all__ = ["kconv"]


class Case(NamedTuple):
    name: str
    text: str
    lines: list[int]
    """Of the findings."""


def backup(*annotations: str, version: str = "v1", kind: str = "acme.io/{} Backup") -> str:
    api_version, name = kind.format(version).split()
    listed = "".join(f"    {each}\n" for each in annotations)
    return f"apiVersion: {api_version}\nkind: {name}\nmetadata:\n  name: a\n  annotations:\n    a: b\n{listed}"


STASH = "kconv.dev/stash: '{}'"
COPY = 'kubectl.kubernetes.io/last-applied-configuration: \'{"apiVersion":"acme.io/%s","kind":"Backup"}\''
ITEM = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: acme.io/v1\n  kind: Backup\n  metadata: {annotations: {kconv.dev/stash: x}}\n"
TEMPLATE = "apiVersion: acme.io/v1\nkind: Backup\nmetadata:\n  name: {{ .Values.name }}\n  annotations:\n"
CASES = [
    Case("a line of a template", TEMPLATE + "    kconv.dev/stash: {{ .Values.stash }}\n", [6]),
    Case("a quoted key in a template", TEMPLATE + '    "kconv.dev/stash": x\n', [6]),
    Case("a value in a template", TEMPLATE + "    note: kconv.dev/stash\n", []),
    Case("a copy in a template", TEMPLATE + "    " + COPY % "v1alpha1" + "\n", []),
    Case("a stash", backup(STASH), [7]),
    Case("a copy of another version", backup(COPY % "v1alpha1"), [7]),
    Case("a copy of the same version", backup(COPY % "v1"), []),
    Case("both, by their lines", backup(STASH, COPY % "v1beta1"), [7, 8]),
    Case("a stash in an item of a list", ITEM, [6]),
    Case("a stash in the second document", backup() + "---\n" + backup(STASH), [14]),
    Case("JSON", '{"apiVersion": "acme.io/v1", "kind": "Backup",\n"metadata": {"annotations":\n{"kconv.dev/stash": 1}}}', [3]),
    Case("a built-in kind, which no webhook converts", backup(STASH, kind="apps/{} Deployment"), []),
    Case("a copy that is no object", backup("kubectl.kubernetes.io/last-applied-configuration: '['"), []),
    Case("a copy that is a list", backup("kubectl.kubernetes.io/last-applied-configuration: '[]'"), []),
    Case("the word elsewhere", backup("note: kconv.dev/stash is kept"), []),
    Case("annotations that are no map", "apiVersion: acme.io/v1\nkind: Backup\nmetadata: {annotations: kconv.dev/stash}\n", []),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
@pytest.mark.parametrize("command", [("scan",), ("migrate", "--check"), ("migrate",)], ids=" ".join)
def test_what_a_manifest_has_from_a_cluster(
    case: Case, command: tuple[str, ...], kconv: Kconv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(case.text)
    ran = kconv(*command, "--target", "1.34", "a.yaml")
    found = [line for line in ran.out.splitlines() if line.startswith("a.yaml:")]
    assert [int(line.split(":")[1].split()[0]) for line in found] == case.lines
    assert all("has an annotation from a cluster" in line for line in found)
    assert (ran.code, Path("a.yaml").read_text()) == (int(bool(case.lines)), case.text)


def test_a_printed_conversion_does_not_speak_of_them(kconv: Kconv, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(backup(STASH))
    ran = kconv("convert", "-f", str(tmp_path / "a.yaml"), "--output-version", "acme.io/v1")
    assert "annotation" not in ran.err


def test_the_bytes_that_are_looked_for_are_the_annotations() -> None:
    assert sorted(key.decode() for key in FROM_CLUSTER) == sorted((ANNOTATION, LAST_APPLIED))
