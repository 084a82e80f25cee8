"""What the commands ask of the pipeline, where their words go, and how they end."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any, NamedTuple

import pytest

from kconv import __version__
from kconv.cli.commands import COMMANDS, GROUPS, load
from kconv.errors import ManifestError
from kconv.manifests.globs import Globs
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import FileOutcome, Options
from tests.cli.conftest import Fake, Kconv, document

MIGRATED = FileOutcome("web.yaml", [document()], before="apiVersion: a\n", after="apiVersion: b\n")


def outcome(status: str) -> FileOutcome:
    return FileOutcome("web.yaml", [document(status)])


class Ends(NamedTuple):
    name: str
    statuses: tuple[str, ...]
    done: int
    dry: int


ENDS = [
    Ends("nothing to do", ("unchanged",), 0, 0),
    Ends("no documents", (), 0, 0),
    Ends("all done", ("migrated", "fragment", "unchanged"), 0, 1),
    Ends("a template stays", ("migrated", "templated"), 1, 1),
    Ends("no successor", ("no-successor",), 1, 1),
    Ends("a decision is open", ("migrated", "templated", "decision"), 2, 2),
    Ends("one failed", ("error", "migrated"), 2, 2),
]


@pytest.mark.parametrize("case", ENDS, ids=attrgetter("name"))
def test_exit_codes(case: Ends, fake: Fake, kconv: Kconv) -> None:
    fake.outcomes = [outcome(status) for status in case.statuses]
    assert kconv("migrate", "--target", "1.32").code == case.done
    assert kconv("migrate", "--target", "1.32", "--check").code == case.dry
    assert kconv("migrate", "--target", "1.32", "--diff").code == case.dry
    assert kconv("scan", "--target", "1.32").code == case.dry


def test_flags_reach_the_pipeline(fake: Fake, kconv: Kconv) -> None:
    args = "migrate a b --target v1.30.2 --deprecated --defaults none --decide loss=drop --decide crd.approved=unapproved --stash"
    kconv(*args.split(), "-j", "2", "--include", "*.yaml", "--exclude", "gen/**")
    answers = {"loss": "drop", "crd.approved": "unapproved"}
    options = Options(target=Release(30), deprecated=True, defaults="none", decisions=answers, stash=True)
    wanted = {"include": Globs(("*.yaml",)), "exclude": Globs(("gen/**",)), "write": True, "texts": False, "jobs": 2}
    assert fake.calls == [{"paths": ("a", "b"), "options": options, **wanted}]


def test_a_scan_takes_every_core_unless_told_otherwise(fake: Fake, kconv: Kconv) -> None:
    kconv("scan", "--target", "1.32")
    kconv("scan", "--target", "1.32", "-j", "1")
    assert [call["jobs"] for call in fake.calls] == [0, 1]


def test_to_takes_the_place_of_a_release(fake: Fake, kconv: Kconv) -> None:
    kconv("migrate", "--to", "apps/v1")
    assert fake.calls[0]["options"] == Options(to=GroupVersion("apps", "v1"))
    assert fake.calls[0]["paths"] == (".",)


def test_flags_win_over_settings(fake: Fake, kconv: Kconv, tmp_path: Any) -> None:
    (tmp_path / "kconv.toml").write_text(
        'target = "1.30"\nexclude = ["old/**"]\nleave-out-defaults = ["spec.x"]\n'
        '[decisions]\nloss = "drop"\nworkload.selector = "template"\n'
    )
    kconv("migrate")
    kconv("migrate", "--target", "1.31", "--exclude", "new/**", "--decide", "workload.selector=selector")
    assert [call["options"] for call in fake.calls] == [
        Options(
            target=Release(30),
            decisions={"loss": "drop", "workload.selector": "template"},
            leave_out=frozenset({"spec.x"}),
        ),
        Options(
            target=Release(31),
            decisions={"loss": "drop", "workload.selector": "selector"},
            leave_out=frozenset({"spec.x"}),
        ),
    ]
    assert [call["exclude"] for call in fake.calls] == [Globs(("old/**",), str(tmp_path)), Globs(("new/**",))]


WRONG_SETTINGS = {
    "decision": (
        '[decisions]\nwebhook.sideeffects = "None"',
        "decisions.webhook.sideeffects: ",
        "did you mean webhook.sideE",
    ),
    "answer": ("[decisions]\nloss = true", "decisions.loss: loss does not accept 'true'", "answers are drop"),
    "kind": ('leave-out-defaults = ["Deploymnt.spec"]', "leave-out-defaults: no kind", "did you mean Deployment?"),
    "path": ('leave-out-defaults = ["Deployment"]', "leave-out-defaults: Deployment is", "write Deployment.spec"),
    "empty release": ('target = ""', "target: '' is not a Kubernetes release", "write it as 1.32"),
}


@pytest.mark.parametrize(("text", "says", "hint"), WRONG_SETTINGS.values(), ids=list(WRONG_SETTINGS))
def test_settings_are_held_to_the_same(
    text: str, says: str, hint: str, fake: Fake, kconv: Kconv, tmp_path: Any
) -> None:
    (tmp_path / "kconv.toml").write_text(text)
    ran = kconv("migrate")
    assert (ran.code, ran.out, fake.calls) == (2, "", [])
    assert ran.err.startswith(f"error: {tmp_path / 'kconv.toml'}: {says}")
    assert hint in ran.err


def test_without_a_target_the_latest_release_is_taken_and_said(fake: Fake, kconv: Kconv) -> None:
    ran = kconv("scan")
    assert fake.calls[0]["options"].target is not None
    assert "no --target" in ran.err


def test_paths_of_different_settings_go_into_different_runs(kconv: Kconv, tmp_path: Any) -> None:
    for name, text in {"one": 'target = "1.31"\n', "other": 'target = "1.32"\n', "none": ""}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").touch()
        (tmp_path / name / "kconv.toml").write_text(text) if text else None
    one, other, none = (str(tmp_path / name / "a.yaml") for name in ("one", "other", "none"))
    assert kconv("migrate", "--check", one, str(tmp_path / "one")).code == 0
    for paths in ((one, other), (one, none), (none, one)):
        ran = kconv("migrate", "--check", *paths)
        assert (ran.code, ran.out) == (2, "")
        assert "run kconv once for each of them" in ran.err
        assert str(tmp_path / "one" / "kconv.toml") in ran.err


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_check_and_diff_write_nothing(flag: str, fake: Fake, kconv: Kconv) -> None:
    kconv("migrate", "--target", "1.32", flag)
    assert fake.calls[0]["write"] is False


def test_a_diff_has_standard_output_to_itself(fake: Fake, kconv: Kconv) -> None:
    fake.outcomes = [MIGRATED]
    ran = kconv("migrate", "--target", "1.32", "--diff")
    assert ran.out == "--- a/web.yaml\n+++ b/web.yaml\n@@ -1 +1 @@\n-apiVersion: a\n+apiVersion: b\n"
    assert "extensions/v1beta1 → apps/v1" in ran.err


@pytest.mark.parametrize("args", [["migrate"], ["migrate", "--check"], ["scan"]], ids=" ".join)
def test_json_has_standard_output_to_itself(args: list[str], fake: Fake, kconv: Kconv) -> None:
    fake.outcomes = [MIGRATED]
    ran = kconv(*args, "--target", "1.32", "--format", "json")
    assert json.loads(ran.out)["documents"][0]["to"] == "apps/v1"
    assert ran.err == ""


class Refused(NamedTuple):
    name: str
    args: str
    says: str


REFUSED = [
    Refused("both targets", "migrate --target 1.32 --to apps/v1", "--target and --to cannot be used together"),
    Refused("no release", "migrate --target apps/v1", "is not a Kubernetes release"),
    Refused("unknown release", "migrate --target 1.99", "it knows 1.16 to"),
    Refused("no version", "migrate --to a/b/c", "is not a group/version"),
    Refused("decision without value", "migrate --target 1.32 --decide x", "write --decide NAME=VALUE"),
    Refused("empty release", "migrate --target=", "'' is not a Kubernetes release"),
    Refused("empty version", "migrate --to=", "'' is not a group/version"),
    Refused("misspelt decision", "migrate --decide webhook.sideeffects=None", "did you mean webhook.sideEffects?"),
    Refused("decision that nobody asks", "convert -f x --decide zzz=1", "known names are crd.approved, "),
    Refused("other answer", "migrate --decide webhook.sideEffects=none", "answers are None, NoneOnDryRun"),
    Refused("other text", "migrate --decide crd.approved=yes", "give the URL of the API's approval, or"),
    Refused("standard input and a file", "migrate - web.yaml", "cannot be combined with other paths"),
    Refused("json and diff", "migrate --target 1.32 --diff --format json", "both write to standard output"),
    Refused("quiet and verbose", "scan --target 1.32 -q -v", "cannot be used together"),
    Refused("unknown command", "migrat", "did you mean migrate?"),
    Refused("unknown flag", "migrate --targt 1.32", "--target"),
    Refused("unknown kind", "explain ingres", "did you mean Ingress"),
    Refused("unknown release to list", "resources --release 1.0", "it knows 1.16 to"),
    Refused("unknown group to list", "resources --group app", "did you mean apps?"),
    Refused("unknown shell", "completion csh", "bash"),
]


@pytest.mark.parametrize("case", REFUSED, ids=attrgetter("name"))
def test_wrong_usage_is_told_once_with_a_remedy(case: Refused, fake: Fake, kconv: Kconv) -> None:
    ran = kconv(*case.args.split())
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert case.says in ran.err
    assert (ran.out, fake.calls) == ("", [])


class Raised(NamedTuple):
    name: str
    error: BaseException
    code: int
    says: str


RAISED = [
    Raised("kconv's own", ManifestError("no", file="a.yaml", line=3, hint="do"), 2, "error: a.yaml:3: no\n  do\n"),
    Raised("the system's", OSError(28, "No space left on device", "out"), 2, "error: out: No space left on device\n"),
    Raised("a fault", RuntimeError("oops"), 2, "error: RuntimeError: oops\n  this is a fault in kconv"),
    Raised("Ctrl-C", KeyboardInterrupt(), 130, ""),
]


@pytest.mark.parametrize("case", RAISED, ids=attrgetter("name"))
@pytest.mark.usefixtures("fake")
def test_no_error_leaves_as_a_traceback(case: Raised, kconv: Kconv, monkeypatch: Any) -> None:
    def fail(*_: object, **__: object) -> None:
        raise case.error

    monkeypatch.setattr("kconv.pipeline.migrate.migrate", fail)
    ran = kconv("migrate", "--target", "1.32")
    assert ran.code == case.code
    assert ran.err.strip("\n").startswith(case.says.strip("\n"))
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, kconv: Kconv) -> None:
    ran = kconv(*name.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: kconv" in ran.out
    undocumented = [p.name for p in load(name).params if not p.argument and not p.words.get("help")]
    assert undocumented == []


def test_help_lists_every_command(kconv: Kconv) -> None:
    listed = kconv("--help")
    assert listed == kconv()
    assert all(f"\n  {name.split()[0]} " in listed.out for name in COMMANDS)


@pytest.mark.parametrize("group", GROUPS)
def test_help_of_a_group_lists_its_commands(group: str, kconv: Kconv) -> None:
    listed = kconv(group, "--help")
    assert listed.code == 0
    assert all(f"\n  {name.split()[1]} " in listed.out for name in COMMANDS if name.startswith(f"{group} "))
    bare, misspelt = kconv(group), kconv(group, "generat")
    assert bare.code == misspelt.code == 2
    assert "Missing command" in bare.err
    assert f"unknown command '{group} generat'" in misspelt.err


def test_version(kconv: Kconv) -> None:
    assert kconv("--version").out == f"kconv {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_kconv_back(shell: str, kconv: Kconv) -> None:
    ran = kconv("completion", shell)
    assert ran.code == 0
    assert "_KCONV_COMPLETE" in ran.out
