"""What is encrypted is never written, and is a finding only if its object is old."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kconv.cli import app
from kconv.names import Release
from kconv.pipeline.migrate import Options, migrate, scan

TARGET = Options(target=Release(32))
VALUE = "ENC[AES256_GCM,data:q1w2,iv:aaaa,tag:bbbb,type:str]"
SOPS = f"sops:\n  kms: []\n  mac: {VALUE}\n  version: 3.7.1\n"
OLD = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: web}\n"
SECRET = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  token: {VALUE}\n{SOPS}"
VAULT = "!vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n"
JSON = {"apiVersion": "extensions/v1beta1", "kind": "Ingress", "spec": {"backend": {"serviceName": VALUE, "servicePort": 80}}, "sops": {"mac": VALUE}}  # fmt: skip
PLAIN = "spec:\n  backend: {serviceName: a, servicePort: 80}\n"


@dataclass(frozen=True)
class Case:
    """``found`` are the statuses; ``skipped`` why the file was not read."""

    name: str
    text: str
    found: tuple[str, ...] = ()
    skipped: str = ""
    file: str = "a.yaml"


INSIDE = f"extra:\n- {{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, x: {VALUE!r}}}\n{SOPS}"
CASES = [
    Case("SOPS around an old object", f"{OLD}spec:\n  backend: {{serviceName: {VALUE!r}, servicePort: 80}}\n{SOPS}", ("encrypted",)),
    Case("as JSON", json.dumps(JSON, indent=1), ("encrypted",), file="a.json"),
    Case("SOPS with nothing but its own values encrypted", f"{OLD}{PLAIN}{SOPS}", ("encrypted",)),
    Case("a comment that was encrypted too", f"{OLD}{PLAIN}#ENC[AES256_GCM,data:Yw==,iv:a,tag:b,type:comment]\n{SOPS}", ("encrypted",)),
    Case("in another document of the file", f"{OLD}{PLAIN}---\n{SECRET}", ("encrypted",)),
    Case("an item of a List", f"apiVersion: v1\nkind: List\nitems:\n- {json.dumps(JSON)}\n", ("encrypted",)),
    Case("around a fragment", f"{OLD}{SOPS}", ("encrypted",)),
    Case("without a successor", f"apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nspec: {{}}\n{SOPS}", ("no-successor",)),
    Case("around a current object", SECRET),
    Case("around a current object that names an old one", f"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  maxReplicas: 2\n  scaleTargetRef: {{apiVersion: extensions/v1beta1, kind: Deployment, name: {VALUE!r}}}\n{SOPS}", ("encrypted",)),
    Case("escaped marks in JSON", json.dumps(JSON).replace("ENC[", "ENC\\u005b").replace('"sops"', '"x"'), ("encrypted",), file="a.json"),
    Case("escaped marks in YAML", f"{OLD}{PLAIN}x: \"ENC\\x5bAES256_GCM,data:\"\n", ("encrypted",)),
    Case("a block of SOPS with another key", f"{OLD}{PLAIN}sops:\n  lastmodified: a\n  mac: ''\n  age: [{{enc: a}}]\n", ("encrypted",)),
    Case("a key that is called so", f"{OLD}{PLAIN}sops: {{a: b}}\n", ("migrated",)),
    Case("ansible-vault behind an anchor", f"{OLD}spec:\n  backend:\n    serviceName: &x !vault |\n        $ANSIBLE_VAULT;1.1\n    servicePort: 80\n", ("encrypted",)),
    Case("its old name", f"{OLD}spec:\n  backend:\n    serviceName: !vault-encrypted |\n        $ANSIBLE_VAULT;1.1\n    servicePort: 80\n", ("encrypted",)),
    Case("its whole name", f"{OLD}spec:\n  backend:\n    serviceName: !<!vault> |\n        $ANSIBLE_VAULT;1.1\n    servicePort: 80\n", ("encrypted",)),
    Case("in flow style", f'{OLD}spec: {{tls: [{{secretName: !vault "x"}}]}}\n', ("encrypted",)),
    Case("on the next line", f"{OLD}spec:\r\n  ingressClassName: !vault\r\n    x\r\n", ("encrypted",)),
    Case("prose about a vault", f"{OLD}{PLAIN}# to be put in by the !vault tag, or from vault\n", ("migrated",)),
    Case("ansible-vault behind a byte order mark", "\ufeff$ANSIBLE_VAULT;1.1;AES256\n6162\n", skipped="encrypted with ansible-vault"),
    Case("in a comment about it", f"{OLD}{PLAIN}# such as ENC#ENC[AES256_GCM,data:…]\n", ("migrated",)),
    Case("ansible-vault in a value", f"{OLD}spec:\n  backend:\n    serviceName: {VAULT}    servicePort: 80\n", ("encrypted",)),
    Case("in a value of a current object", f"apiVersion: v1\nkind: Secret\nstringData:\n  a: {VAULT}"),
    Case("ansible-vault around a file", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", skipped="encrypted with ansible-vault"),
    Case("git-crypt", "\0GITCRYPT\0\1\2", skipped="encrypted with git-crypt"),
]  # fmt: skip


def plant(case: Case, folder: Path) -> Path:
    path = folder / case.file
    path.write_bytes(case.text.encode())
    return path


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_no_encrypted_file_is_written(case: Case, tmp_path: Path) -> None:
    path = plant(case, tmp_path)
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert tuple(each.status for each in outcome.documents) == case.found
    assert outcome.skipped == case.skipped
    assert (path.read_bytes() == case.text.encode()) == ("migrated" not in case.found)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_scan_reports_the_same(case: Case, tmp_path: Path) -> None:
    (outcome,) = scan([str(plant(case, tmp_path))], TARGET)
    assert tuple(each.status for each in outcome.documents) == case.found


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_only_what_is_old_is_a_finding(case: Case, tmp_path: Path) -> None:
    code = app.run(None, "kconv", ["migrate", "--target", "1.32", str(plant(case, tmp_path))])
    assert code == (0 if case.found in ((), ("migrated",)) else 1)


@pytest.mark.parametrize("text", [SECRET, f"apiVersion: v1\nkind: Secret\nstringData:\n  a: {VAULT}"])
def test_validate_does_not_check_what_is_encrypted(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert app.run(None, "kconv", ["validate", "--release", "1.32", "-v", str(path)]) == 0
    assert "not checked: encrypted with" in capsys.readouterr().out
    assert app.run(None, "kconv", ["validate", "--release", "1.32", "--strict", str(path)]) == 1


def test_validate_still_knows_the_version(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{OLD}{SOPS}")
    assert app.run(None, "kconv", ["validate", "--release", "1.32", str(path)]) == 1


def test_convert_prints_it_as_it_was(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{OLD}{PLAIN}{SOPS}")
    assert app.run("convert", "kconv convert", ["-f", str(path), "--output-version", "networking.k8s.io/v1"]) == 2
    assert path.read_bytes() in capfdbinary.readouterr().out


@pytest.mark.parametrize("first", [True, False])
def test_a_file_over_the_size_that_is_held_is_encrypted_as_a_whole(first: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    old, filler = f"{OLD}{PLAIN}", ("---\n# " + "x" * 1000 + "\n") * 9000
    text = f"{old}{filler}---\n{SECRET}" if first else f"{SECRET}{filler}---\n{old}"
    path.write_text(text)
    outcomes = list(migrate([str(path)], TARGET, write=True))
    assert [each.status for outcome in outcomes for each in outcome.documents] == ["encrypted"]
    assert path.read_text() == text


def test_what_is_old_inside_of_it_is_edited_only_when_decrypted(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(INSIDE)
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert [each.status for each in outcome.documents] == ["embedded"]
    assert outcome.documents[0].hint.endswith("decrypt the file first")
    assert path.read_text() == INSIDE
