"""``--resources`` and the setting: where modules are looked for, when they are imported, what is wrong with them."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.source import Place
from kconv.pipeline.foreign import may_name_custom
from tests.crd.conftest import EXAMPLES
from tests.resources.conftest import Command
from tests.resources.test_manifests import BACKUP, BACKUP_V1, DEPLOYMENT, INGRESS

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "scan": ("scan", "--target", "1.34"),
    "migrate": ("migrate", "--check", "--target", "1.34"),
    "validate": ("validate", "--release", "1.34"),
    "roundtrip": ("roundtrip",),
    "convert": ("convert", "-f"),
}


class Wrong(NamedTuple):
    name: str
    module: str
    text: str
    says: tuple[str, ...]


HEAD = "from kconv.crd import CustomResource, Model, Resource, Version, api_version\n\n"
UNCOVERED = f"""{HEAD}
class Old(Model):
    a: int = 1

class New(Model):
    b: int = 1

@api_version("backup.acme.io/v1alpha1")
class Backup(Resource):
    spec: Old

OLD = Backup

@api_version("backup.acme.io/v1")
class Backup(Resource):
    spec: New

BACKUP = CustomResource(Version(Backup, since=OLD), Version(OLD), hub=Backup)
"""
NAMELESS = UNCOVERED.replace("BACKUP = ", "from kconv.rules import Move\n\nBACKUP = ").replace(
    "since=OLD)", 'since=OLD, rules=[Move("spec.a", "spec.b"), Move("metadata.name", "spec.name")])'
)
WRONG = [
    Wrong("no such module", "res_nowhere", "", ("there is no module res_nowhere", "kconv looks in ")),
    Wrong("no such module in a package", "acme.nowhere", "", ("there is no module acme.nowhere", "kconv looks in ")),
    Wrong("no name of a module", "a b", "", ("'a b' is not the name of a module", "write it as in import")),
    Wrong("a name in a file of rules", "rules/backup.yaml:Backup", "", ("rules/backup.yaml: a file of rules has no names", "write rules/backup.yaml for all")),
    Wrong("a colon without a name", "acme.backup:", "", ("'acme.backup:' has no name behind the colon", "write acme.backup, or acme.backup:NAME")),
    Wrong("a part of a resource", "acme.backup.v1", "", ("Backup is only one version of acme.backup:BACKUP", "name acme.backup:BACKUP")),
    Wrong("nothing in it", "res_empty", "x = 1\n", ("the module res_empty has no custom resource", "declare a class")),
    Wrong("a misspelt name", "acme.backup:BACKUPS", "", ("acme.backup has no custom resource BACKUPS", "did you mean BACKUP?")),
    Wrong("a field without a rule", "res_uncovered", UNCOVERED, ("backup.acme.io/v1alpha1 Backup: spec.a: backup.acme.io/v1 does not have the field", "add a rule for it: Move")),
    Wrong("a rule for the name", "res_nameless", NAMELESS, ("res_nameless.py:", "backup.acme.io: Move: metadata.name stays what it is in every version")),
    Wrong("an error of Python's", "res_broken", "1 / 0\n", ("res_broken.py:1: res_broken cannot be imported: ZeroDivisionError",)),
]  # fmt: skip


@pytest.fixture
def here(company: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a backup, and modules that a test writes there; commands run in it."""
    (company / "files").mkdir()
    (company / "files" / "backup.yaml").write_text(BACKUP)
    monkeypatch.chdir(company)
    return company


@pytest.mark.parametrize("case", WRONG, ids=attrgetter("name"))
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_wrong_with_a_declaration_ends_a_run(command: str, case: Wrong, kconv: Command, here: Path) -> None:
    if case.text:
        (here / f"{case.module}.py").write_text(case.text)
        sys.modules.pop(case.module, None)
    ran = kconv(*COMMANDS[command], "files", "--resources", case.module)
    assert ran.code == 2
    errors = ran.err[ran.err.index("error: ") :]
    assert [part for part in case.says if part not in errors] == []
    assert "defect" not in ran.out + ran.err
    assert (here / "files" / "backup.yaml").read_text() == BACKUP


def test_other_processes_report_it_too(kconv: Command, here: Path) -> None:
    (here / "res_forked.py").write_text(UNCOVERED)
    for number in range(100):
        (here / "files" / f"a{number}.yaml").write_text(DEPLOYMENT)
    ran = kconv("scan", "-j", "2", "files", "--target", "1.34", "--resources", "res_forked")
    assert ran.code == 2
    assert "backup.acme.io/v1 does not have the field" in ran.err


def test_what_a_module_prints_is_not_in_the_report(kconv: Command, here: Path) -> None:
    (here / "res_prints.py").write_text('print("hello")\nfrom acme.backup import BACKUP\n')
    ran = kconv("scan", "files", "--target", "1.34", "--format", "json", "--resources", "res_prints")
    assert json.loads(ran.out)["documents"]
    assert "hello" in ran.err


@pytest.mark.parametrize(
    ("name", "body"),
    [("exits", "import sys; sys.exit(0)"), ("syntax", "def ("), ("bases", "class B(BaseException): pass\nraise B")],
)
def test_a_module_that_exits_or_is_no_python_is_an_error(name: str, body: str, kconv: Command, here: Path) -> None:
    (here / f"res_{name}.py").write_text(body)
    ran = kconv("scan", "files", "--target", "1.34", "--resources", f"res_{name}")
    assert ran.code == 2
    assert f": res_{name} cannot be imported" in ran.err


def test_without_pydantic_it_says_what_to_install(kconv: Command, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ran = kconv("scan", str(here), "--target", "1.34", "--resources", "acme.backup")
    assert (ran.code, ran.err) == (2, "error: pydantic is not installed\n  pip install 'kconv[crd]'\n")


def test_a_setting_names_modules_beside_itself(kconv: Command, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = (EXAMPLES / "widgets.py").read_text().replace("Widget", "Gadget").replace("v1", "v2")
    (here / "res_beside.py").write_text(declared)
    (here / "kconv.toml").write_text('target = "1.34"\nresources = ["res_beside", "acme.backup"]\n')
    monkeypatch.chdir("/")
    ran = kconv("migrate", "-q", "--deprecated", str(here / "files"))
    assert ran.code == 0
    assert (here / "files" / "backup.yaml").read_text() == BACKUP_V1


def test_the_flag_wins(kconv: Command, here: Path) -> None:
    (here / "kconv.toml").write_text('target = "1.34"\nresources = ["res_not_there"]\n')
    assert kconv("scan", "files", "--resources", "acme.backup").code == 1
    assert "there is no module res_not_there" in kconv("scan", "files").err


def test_a_default_of_a_declared_kind_can_be_left_out(kconv: Command, here: Path) -> None:
    settings = 'target = "1.34"\nresources = ["acme.backup"]\nleave-out-defaults = ["{}.spec.hooks"]\n'
    (here / "kconv.toml").write_text(settings.format("Backup"))
    assert kconv("scan", "files").code == 1
    (here / "kconv.toml").write_text(settings.format("Backap"))
    assert "no kind that kconv has rules for is called Backap\n  did you mean Backup?" in kconv("scan", "files").err


class Loads(NamedTuple):
    name: str
    text: str
    loads: bool


LOADS = [
    Loads("built-in kinds alone", f"{INGRESS}---\n{DEPLOYMENT}", False),
    Loads("a declared kind", BACKUP, True),
]


@pytest.mark.full
@pytest.mark.parametrize("case", LOADS, ids=attrgetter("name"))
@pytest.mark.parametrize("command", COMMANDS)
def test_pydantic_is_imported_when_such_a_kind_is_met(command: str, case: Loads, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(case.text)
    code = (
        "import sys\nfrom kconv.cli.app import run\nrun(None, 'kconv', sys.argv[1:])\n"
        "print('pydantic' in sys.modules, file=sys.stderr)"
    )
    args = [*COMMANDS[command], str(tmp_path / "a.yaml"), "--resources", "acme.backup"]
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{EXAMPLES}"}
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == str(case.loads)


MENTIONS = [
    Loads("its apiVersion", "apiVersion: a.io/v1\n", True),
    Loads("an anchor", "x: &v a.io/v1\napiVersion: *v\n", True),
    Loads("JSON with an escaped slash", '{"apiVersion": "a.io\\/v1"}', True),
    Loads("JSON with an escaped letter", '{"apiVersion": "\\u0061.io/v1"}', True),
    Loads("a right", "rules:\n- apiGroups: [a.io]\n", True),
    Loads("a selector", "patches:\n- target: {group: a.io}\n", True),
    Loads("base64", "apiVersion: !!binary YS5pby92MQ==\n", True),
    Loads("a built-in version", "apiVersion: networking.k8s.io/v1beta1\n", False),
    Loads("a pod's own groups", "fsGroup: 1\nsupplementalGroups: [2]\n", False),
    Loads("an image", "image: ghcr.io/a/b:1\n", False),
    Loads("a name in a label", "app.kubernetes.io/version: v1\n", False),
]


@pytest.mark.parametrize("case", MENTIONS, ids=attrgetter("name"))
def test_bytes_that_may_name_a_custom_resource(case: Loads) -> None:
    assert may_name_custom(case.text.encode()) is case.loads


def test_an_error_in_a_declaration_reaches_the_first_process_whole() -> None:
    faults = (Fault(Place("a.py", 3), "spec.a", "is gone", "add a rule"), Fault(Place(), "spec.b", "is gone"))
    copy = pickle.loads(pickle.dumps(DeclarationError(faults)))
    assert (copy.faults, str(copy)) == (faults, str(DeclarationError(faults)))
