"""From files to files: the outcome of every document, and every other byte unchanged."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv import kinds
from kconv.errors import UsageError
from kconv.manifests import source, split
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import DocumentOutcome, FileOutcome, Options, migrate, scan
from kconv.pipeline.migrate.target import Target

TARGET = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nmetadata:\n  name: reader\n"
NEW_ROLE = ROLE.replace("v1beta1", "v1")
SERVICE = "apiVersion: v1   # current\nkind: Service\nmetadata: {name: web}\n"
WEBHOOK = """apiVersion: admissionregistration.k8s.io/v1beta1
kind: ValidatingWebhookConfiguration
metadata:
  name: check
webhooks:
- name: check.example.com
  clientConfig:
    url: https://example.com/check
"""
POLICY = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: strict\nspec: {}\n"
HPA = """kind: HorizontalPodAutoscaler
apiVersion: autoscaling/v2
metadata: {name: {{ .x }}}
spec:
  scaleTargetRef:
    apiVersion: extensions/v1beta1
    kind: Deployment
"""
BROKEN = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\nrules: a: b\n"


def indented(text: str, by: str = "  ") -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


def item(text: str) -> str:
    return "- " + indented(text)[2:]


@dataclass(frozen=True)
class Case:
    """``after`` is None where the file must stay as it was; ``told`` is (line, index, kind, name, status) of each outcome."""

    name: str
    before: str
    told: list[tuple[int, int, str, str, str]]
    after: str | None = None
    options: Options = TARGET
    file: str = "a.yaml"
    others: dict[str, str] = field(default_factory=dict)


R = "Role", "reader"
CASES = [
    Case("one old object", ROLE, [(1, 0, *R, "migrated")], NEW_ROLE),
    Case("others around it, comment-only documents too", f"# top\n---\n# only\n---\n{SERVICE}--- # here\n{ROLE}...\n# end", [(9, 2, *R, "migrated")], f"# top\n---\n# only\n---\n{SERVICE}--- # here\n{NEW_ROLE}...\n# end"),
    Case("CRLF, BOM and no final newline", f"\ufeff{ROLE}---\n{SERVICE}".replace("\n", "\r\n")[:-2], [(1, 0, *R, "migrated")], f"\ufeff{NEW_ROLE}---\n{SERVICE}".replace("\n", "\r\n")[:-2]),
    Case("nothing old", SERVICE, []),
    Case("a custom resource of an old kind's name", "apiVersion: example.com/v1beta1\nkind: Role\n", []),
    Case("a List: each item is an object", f"apiVersion: v1\nkind: List\nitems:\n{item(ROLE)}- null\n{item(SERVICE)}", [(4, 0, *R, "migrated")], f"apiVersion: v1\nkind: List\nitems:\n{item(NEW_ROLE)}- null\n{item(SERVICE)}"),
    Case("a List in a List", f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n{indented(item(ROLE))}", [(7, 0, *R, "migrated")], f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n{indented(item(NEW_ROLE))}"),
    Case("an item that waits does not hold back the others", f"apiVersion: v1\nkind: List\nitems:\n{item(WEBHOOK)}{item(ROLE)}", [(4, 0, "ValidatingWebhookConfiguration", "check", "decision"), (12, 0, *R, "migrated")], f"apiVersion: v1\nkind: List\nitems:\n{item(WEBHOOK)}{item(NEW_ROLE)}"),
    Case("a typed list", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n", [(4, 0, "Role", "a", "migrated"), (5, 0, "Role", "b", "migrated")], "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n"),
    Case("a typed list whose items change their shape", "apiVersion: networking.k8s.io/v1beta1\nkind: IngressList\nitems:\n- metadata: {name: a}\n  spec:\n    backend: {serviceName: b, servicePort: 80} # c\n- metadata: {name: b}\n", [(4, 0, "Ingress", "a", "migrated"), (7, 0, "Ingress", "b", "fragment")], "apiVersion: networking.k8s.io/v1\nkind: IngressList\nitems:\n- metadata: {name: a}\n  spec:\n    defaultBackend: {service: {name: b, port: {number: 80}}} # c\n- metadata: {name: b}\n"),
    Case("an empty typed list", "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: RoleList\nitems: []\n", [(1, 0, "RoleList", "", "migrated")], "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems: []\n"),
    Case("a typed list moves as one or not at all", "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfigurationList\nitems:\n- metadata: {name: a}\n" + item(WEBHOOK.split("\n", 2)[2]), [(4, 0, "ValidatingWebhookConfiguration", "a", "decision"), (5, 0, "ValidatingWebhookConfiguration", "check", "decision")]),
    Case("List items that are null, or no list", "apiVersion: v1\nkind: List\nitems:\n# rbac.authorization.k8s.io/v1beta1\n", []),
    Case("a question leaves the document, not the file", f"{WEBHOOK}---\n{ROLE}", [(1, 0, "ValidatingWebhookConfiguration", "check", "decision"), (10, 1, *R, "migrated")], f"{WEBHOOK}---\n{NEW_ROLE}"),
    Case("no successor", POLICY, [(1, 0, "PodSecurityPolicy", "strict", "no-successor")]),
    Case("a request body is told and no finding", "apiVersion: policy/v1beta1\nkind: Eviction\nmetadata:\n  name: p\n", [(1, 0, "Eviction", "p", "unchanged")]),
    Case("text that does not parse leaves its document", f"{BROKEN}---\n{ROLE}", [(3, 0, "Role", "", "error"), (5, 1, *R, "migrated")], f"{BROKEN}---\n{NEW_ROLE}"),
    Case("duplicate keys are an error", ROLE + "kind: Role\n", [(5, 0, "", "", "error")]),
    Case("JSON", json.dumps({"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1beta1", "metadata": {"name": "reader"}}, indent=1), [(3, 0, *R, "migrated")], json.dumps({"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "reader"}}, indent=1), file="a.json"),
    Case("JSON objects one after the other", '{"a": "\\ud83d\\ude00"}\n{"apiVersion":"rbac.authorization.k8s.io/v1beta1","kind":"Role"}\n', [(2, 1, "Role", "", "migrated")], '{"a": "\\ud83d\\ude00"}\n{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role"}\n', file="a.json"),
    Case("JSON between markers", '---\n{"apiVersion":"rbac.authorization.k8s.io/v1beta1","kind":"Role", "x": "\\ud83d\\ude00"}\n---\na: 1\n', [(2, 0, "Role", "", "migrated")], '---\n{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role", "x": "\\ud83d\\ude00"}\n---\na: 1\n'),
    Case("a chart's template", ROLE.replace("reader", "{{ .name }}"), [(1, 0, "Role", "", "templated")], file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("a template by its name, whatever is in it", ROLE, [(1, 0, "Role", "", "templated")], file="role.yaml.tmpl"),
    Case("a chart's helper", '{{ define "v" }}\npolicy/v1beta1\n{{ end }}\n{{ define "w" }}{{ print "extensions/v1beta1" }}{{ end }}\n', [(2, 0, "", "", "templated"), (4, 0, "", "", "templated")], file="templates/_helpers.tpl"),
    Case("a helper in a file of its own", '{{ define "v" }}\npolicy/v1beta1\n{{ end }}\n', [(2, 0, "", "", "templated")], file="templates/v.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("what a chart prints for a person", "{{ .x }}\n" + ROLE, [], file="templates/NOTES.txt", others={"Chart.yaml": "name: c\n"}),
    Case("a chart's values", '# {{ x }}\nv: policy/v1beta1\ningress:\n  apiVersion: extensions/v1beta1\n', [(4, 0, "", "", "embedded")], file="values.yaml"),
    Case("a document of a chart's template by its place", "a: {{ .x }}\n---\nb: 1\n---\n" + ROLE, [(5, 2, "Role", "", "templated")], file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("a comment over two documents", "{{/*\n" + ROLE + "---\n" + ROLE + "*/}}\n---\n" + ROLE, [(13, 2, "Role", "", "templated")], file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("an old version deeper in a current object of a chart", HPA, [(6, 0, "Deployment", "", "templated")], file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("and of a template outside of one", SERVICE + "---\n" + HPA, [(10, 1, "Deployment", "", "templated")]),
    Case("a rule of a chart that names only the group of before", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: {{ .x }}}\nrules:\n- apiGroups: [extensions]\n  resources: [ingresses]\n  verbs: [get]\n", [(5, 0, "Role", "", "templated")], file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("plain text among a chart's templates", ROLE, [(1, 0, *R, "migrated")], NEW_ROLE, file="templates/a.yaml", others={"Chart.yaml": "name: c\n"}),
    Case("a template outside of a chart", "{{ if .x }}\n" + ROLE + "{{ end }}\n", [(2, 0, "Role", "", "templated")]),
    Case("braces in a string are no template", ROLE + 'x: "{{ .name }}"\n', [(1, 0, *R, "migrated")], NEW_ROLE + 'x: "{{ .name }}"\n'),
    Case("a kustomize patch gets no defaults", "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:2\n", [(1, 0, "Deployment", "web", "fragment")], "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:2\n", others={"kustomization.yaml": "patchesStrategicMerge:\n- a.yaml\n"}),
    Case("to a version, and down", ROLE.replace("v1beta1", "v1"), [(1, 0, *R, "migrated")], ROLE, Options(to=GroupVersion("rbac.authorization.k8s.io", "v1beta1"))),
    Case("a version that the target does not serve yet", "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: c\n", [(1, 0, "CronJob", "c", "no-successor")], options=Options(target=Release(20))),
    Case("an old version inside of an object", "apiVersion: v1\nkind: X\nref:\n  apiVersion: extensions/v1beta1\n  kind: Deployment\n", [(4, 0, "Deployment", "", "embedded")]),
]  # fmt: skip


def plant(root: Path, case: Case) -> Path:
    for name, text in {**case.others, case.file: case.before}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root / case.file


def told(documents: list[DocumentOutcome]) -> list[tuple[int, int, str, str, str]]:
    return [(each.line, each.index, each.kind, each.name, each.status) for each in documents]


@pytest.mark.parametrize("case", [case for case in CASES if case.after is None], ids=attrgetter("name"))
def test_a_scan_reports_every_template_that_a_migration_does(case: Case, tmp_path: Path) -> None:
    path = plant(tmp_path, case)
    (outcome,) = scan([str(path)], case.options)
    want = [each for each in case.told if each[-1] == "templated"]
    assert [each for each in told(outcome.documents) if each[-1] == "templated"] == want


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_migrate_writes(case: Case, tmp_path: Path) -> None:
    path = plant(tmp_path, case)
    (outcome,) = migrate([str(path)], case.options, write=True, texts=True)
    assert told(outcome.documents) == case.told
    assert path.read_bytes().decode() == (case.before if case.after is None else case.after)
    assert outcome.changed == (case.after is not None)
    assert (outcome.before, outcome.after) == ((None, None) if case.after is None else (case.before, case.after))


@pytest.mark.parametrize("case", [case for case in CASES if case.after], ids=attrgetter("name"))
def test_a_second_run_changes_nothing(case: Case, tmp_path: Path) -> None:
    path = plant(tmp_path, case)
    list(migrate([str(path)], case.options, write=True))
    once = path.read_bytes()
    (again,) = migrate([str(path)], case.options, write=True)
    assert not again.changed
    assert path.read_bytes() == once


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_without_write_nothing_is_written(case: Case, tmp_path: Path) -> None:
    path = plant(tmp_path, case)
    (outcome,) = migrate([str(path)], case.options, texts=True)
    assert outcome.after == case.after
    assert path.read_bytes().decode() == case.before


SCANNED = {"decision": "migrated", "fragment": "migrated"}


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_scan_finds_what_migrate_finds(case: Case, tmp_path: Path) -> None:
    """A scan asks no questions, and reports only old objects."""
    path = plant(tmp_path, case)
    (outcome,) = scan([str(path)], case.options)
    wanted = [(line, index, kind, name, SCANNED.get(status, status)) for line, index, kind, name, status in case.told]
    assert told(outcome.documents) == [each for each in wanted if each[2] != "X"]
    assert path.read_bytes().decode() == case.before


@pytest.mark.parametrize("run", [migrate, scan], ids=["migrate", "scan"])
def test_a_built_in_kind_without_rules_is_an_error(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "has_rules", lambda gvk: gvk.kind != "Role")
    path = tmp_path / "a.yaml"
    path.write_text(ROLE, encoding="utf-8")
    (outcome,) = run([str(path)], Options())
    assert told(outcome.documents) == [(1, 0, *R, "error")]
    assert path.read_text(encoding="utf-8") == ROLE


def test_an_answer_lets_a_document_move(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(WEBHOOK)
    answers = {"webhook.sideEffects": "None", "webhook.admissionReviewVersions": "v1beta1"}
    (outcome,) = migrate([str(path)], Options(target=Release(32), decisions=answers), write=True)
    assert [each.status for each in outcome.documents] == ["migrated"]
    assert "sideEffects: None" in path.read_text()


def test_a_question_names_its_flag(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(WEBHOOK)
    (outcome,) = migrate([str(path)], TARGET)
    assert "--decide webhook.sideEffects=" in outcome.documents[0].hint


def test_a_version_that_nobody_has_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no built-in kind"):
        Target(Options(to=GroupVersion("example.com", "v1")))


FAULTS = {
    "invalid UTF-8": (ROLE.encode() + b"x: \xff\n", "not UTF-8"),
    "UTF-16": (ROLE.encode("utf-16"), "UTF-16"),
    "10,000 braces": (ROLE.encode() + b"x: " + b"{a: " * 10_000 + b"}" * 10_000, ""),
    "a YAML bomb": (ROLE.encode() + b"a0: &a0 [x, x]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 30)), ""),
    "an undefined alias": (ROLE.encode() + b"x: *y\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_file_is_an_error_with_its_place_and_stays(name: str, tmp_path: Path) -> None:
    data, reason = FAULTS[name]
    path, good = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_bytes(data)
    good.write_text(ROLE)
    bad, fine = migrate([str(tmp_path)], TARGET, write=True)
    (document,) = bad.documents
    assert (document.status, document.file, document.line >= 1) == ("error", str(path), True)
    assert reason in document.notes[0].message
    assert path.read_bytes() == data
    assert fine.changed


def test_a_file_that_cannot_be_written_tells_so_of_its_documents(tmp_path: Path) -> None:
    path, fragment = tmp_path / "a.yaml", "apiVersion: extensions/v1beta1\nkind: Deployment\nspec: {replicas: 2}\n"
    text = f"{ROLE}---\n{fragment}"
    path.write_text(text)
    (before,) = migrate([str(path)], TARGET)
    assert [each.status for each in before.documents] == ["migrated", "fragment"]
    path.chmod(0o444)
    (outcome,) = migrate([str(path)], TARGET, write=True)
    assert [each.status for each in outcome.documents] == ["error", "error"]
    assert all("read-only" in each.notes[0].message for each in outcome.documents)
    assert (outcome.changed, outcome.after, path.read_text()) == (False, None, text)


def test_what_is_no_manifest_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("replicas: 1\n")
    (tmp_path / "wide.yaml").write_bytes("replicas: 1\n".encode("utf-16"))
    assert all(outcome.skipped for outcome in migrate([str(tmp_path)], TARGET))


def test_objects_that_need_nothing_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{SERVICE}---\n{SERVICE}---\n{ROLE}")
    (outcome,) = migrate([str(tmp_path)], TARGET)
    assert (outcome.manifests, len(outcome.documents)) == (3, 1)


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too large to hold."""
    monkeypatch.setattr(source, "WHOLE", 100)
    monkeypatch.setattr(source, "PIECE", 100)
    monkeypatch.setattr(source.pieces, "__defaults__", (100,))


def all_documents(parts: list[FileOutcome]) -> list[DocumentOutcome]:
    return [document for part in parts for document in part.documents]


@pytest.mark.usefixtures("streamed")
def test_a_large_file_is_migrated_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{SERVICE}---\n" * 9 + f"{ROLE}---\n{WEBHOOK}---\n{ROLE}")
    parts = list(migrate([str(path)], TARGET, write=True))
    assert path.read_text() == f"{SERVICE}---\n" * 9 + f"{NEW_ROLE}---\n{WEBHOOK}---\n{NEW_ROLE}"
    assert [(each.index, each.status) for each in all_documents(parts)] == [
        (9, "migrated"),
        (10, "decision"),
        (11, "migrated"),
    ]
    assert [each.line for each in all_documents(parts)] == [37, 42, 51]
    assert any(part.changed for part in parts)


@pytest.mark.usefixtures("streamed")
def test_a_large_file_that_needs_nothing_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{SERVICE}---\n" * 9)
    before = path.stat()
    (part,) = migrate([str(path)], TARGET, write=True)
    after = path.stat()  # reading it may change the time of access
    assert (part.manifests, part.changed) == (9, False)
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


@pytest.mark.usefixtures("streamed")
def test_a_large_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{SERVICE}---\n" * 9 + ROLE)
    path.chmod(0o444)
    parts = list(migrate([str(path)], TARGET, write=True))
    assert all_documents(parts)[-1].status == "error"
    assert path.read_text().endswith(ROLE)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    return data


def piped(stdin: io.BytesIO, text: str) -> None:
    stdin.write(text.encode())
    stdin.seek(0)


def test_standard_input_goes_to_standard_output(stdin: io.BytesIO, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    piped(stdin, f"{SERVICE}---\n{ROLE}")
    (outcome,) = migrate(["-"], TARGET, write=True)
    assert capsysbinary.readouterr().out.decode() == f"{SERVICE}---\n{NEW_ROLE}"
    assert [each.file for each in outcome.documents] == ["-"]


def test_standard_input_that_cannot_be_read_passes(
    stdin: io.BytesIO, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    piped(stdin, BROKEN)
    (outcome,) = migrate(["-"], TARGET, write=True)
    assert capsysbinary.readouterr().out.decode() == BROKEN
    assert [each.status for each in outcome.documents] == ["error"]


@pytest.mark.usefixtures("streamed")
def test_a_long_standard_input_is_streamed(stdin: io.BytesIO, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    piped(stdin, f"{SERVICE}---\n" * 9 + ROLE)
    parts = list(migrate(["-"], TARGET, write=True))
    assert capsysbinary.readouterr().out.decode() == f"{SERVICE}---\n" * 9 + NEW_ROLE
    assert [each.index for each in all_documents(parts)] == [9]


@pytest.mark.usefixtures("streamed")
@pytest.mark.parametrize("text", [ROLE, SERVICE])
def test_a_document_over_the_limit_passes_or_is_an_error(
    text: str, stdin: io.BytesIO, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split.blocks, "__defaults__", (300,))
    whole = f"{SERVICE}---\n{text}x: {'y' * 2000}\n---\n{ROLE}"
    piped(stdin, whole)
    parts = list(migrate(["-"], TARGET, write=True))
    assert capsysbinary.readouterr().out.decode() == whole.removesuffix(ROLE) + NEW_ROLE
    wanted = [(2, "migrated")] if text is SERVICE else [(1, "error"), (2, "migrated")]
    assert [(each.index, each.status) for each in all_documents(parts)] == wanted


def test_several_processes_tell_and_write_the_same(tmp_path: Path) -> None:
    texts = [ROLE, SERVICE, WEBHOOK, BROKEN, POLICY, "a: 1\n"]
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        for number in range(60):
            (tmp_path / place / f"{number:02}.yaml").write_text(texts[number % len(texts)])
    one, two = (
        list(migrate([str(tmp_path / place)], TARGET, write=True, jobs=jobs))
        for place, jobs in (("one", 1), ("two", 2))
    )
    assert [told(each.documents) for each in one] == [told(each.documents) for each in two]
    assert [Path(each.file).name for each in two] == sorted(path.name for path in (tmp_path / "two").iterdir())
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


@given(
    st.lists(st.sampled_from([ROLE, SERVICE, WEBHOOK, POLICY, "# c\n", "", "a: 1\n"]), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_byte_that_is_not_an_old_role_stays(texts: list[str], newline: str) -> None:
    import tempfile

    before = "---\n".join(texts).replace("\n", newline)
    with tempfile.NamedTemporaryFile(suffix=".yaml") as file:
        file.write(before.encode())
        file.flush()
        (outcome,) = migrate([file.name], TARGET, texts=True)
    assert (outcome.after or before) == before.replace(
        "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1"
    )
