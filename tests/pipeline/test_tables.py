"""What bytes, values and names say before anything is converted, one fact a row."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kconv import kinds
from kconv.engine import Conversion
from kconv.errors import ManifestError, UsageError
from kconv.kinds.registry import BUILT_IN
from kconv.manifests.split import Block, RawDocument, split
from kconv.manifests.walk import Found
from kconv.names import GroupVersion, Release
from kconv.pipeline import jobs, reading, unparsed
from kconv.pipeline.defect import defect
from kconv.pipeline.migrate import DocumentOutcome, FileOutcome, Options, effects, embedded, identify
from kconv.pipeline.migrate.convert import Converted
from kconv.pipeline.migrate.embedded import Search
from kconv.pipeline.migrate.file import _objects
from kconv.pipeline.migrate.identify import gvk_of, item_kind
from kconv.pipeline.migrate.names import Names
from kconv.pipeline.migrate.target import Target
from kconv.pipeline.migrate.verdicts import Verdict
from kconv.pipeline.objects import objects
from kconv.pipeline.off_by_default import off_by_default
from kconv.pipeline.oversized import Oversized
from kconv.pipeline.passage import Passage
from kconv.pipeline.validate import Asked, validate

TARGET = Target(Options(target=Release(32)))
POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}


def raw(text: str) -> RawDocument:
    return RawDocument(0, 1, 0, text.encode())


@pytest.mark.parametrize(("status", "moves"), [("migrated", True), ("fragment", True), ("decision", False)])
def test_what_was_converted_may_be_written_unless_a_decision_is_open(status: Any, moves: bool) -> None:
    assert Converted(status, [], conversion=Conversion({})).moves is moves
    assert not Converted("error", []).moves


# objects of any value

META: dict[str, Any] = {"metadata": {"name": "a"}}
OBJECTS: list[tuple[str, Any, list[tuple[Any, ...]]]] = [
    ("an object", POD, [((), "v1", "Pod", False, ())]),
    ("a text", "v1 Pod", []),
    ("a map", {"a": 1}, []),
    ("neither part a text", {"apiVersion": 1, "kind": None}, [((), "1", "", False, ())]),
    ("a kind with metadata", {"kind": "Pod", **META}, [((), "", "Pod", False, ())]),
    ("a kind with no map for its metadata", {"kind": "Pod", "metadata": 1, "spec": {}}, []),
    ("a kind with nothing else", {"kind": "Pod", "spec": {}}, []),
    ("an apiVersion with metadata", {"apiVersion": "v1", **META}, [((), "v1", "", False, ())]),
    ("an apiVersion spelled otherwise", {"apiversion": "v1", **META}, [((), "", "", False, ())]),
    ("a key that is no text", {1: 2, **META}, []),
    ("metadata alone", META, []),
    ("a List", {"apiVersion": "v1", "kind": "List", "items": [POD, None, 5, {"a": 1}]}, [((), "v1", "List", True, ()), (("items", 0), "v1", "Pod", False, ()), (("items", 1), "", "", False, (None,)), (("items", 2), "", "", False, (5,)), (("items", 3), "", "", False, ())]),
    ("a List without items", {"apiVersion": "v1", "kind": "List"}, [((), "v1", "List", False, ())]),
    ("a List whose items are a map", {"apiVersion": "v1", "kind": "List", "items": {}}, [((), "v1", "List", False, ())]),
    ("a typed list", {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [META, POD]}, [((), "apps/v1", "DeploymentList", True, ()), (("items", 0), "apps/v1", "Deployment", False, ()), (("items", 1), "v1", "Pod", False, ())]),
    ("a typed list of maps", {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{}]}, [((), "apps/v1", "DeploymentList", True, ()), (("items", 0), "apps/v1", "Deployment", False, ())]),
    ("an item that says half of what it is", {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"kind": "Deployment"}, {"apiVersion": "v1"}]}, [((), "apps/v1", "DeploymentList", True, ()), (("items", 0), "", "Deployment", False, ()), (("items", 1), "v1", "", False, ())]),
    ("a List in a List", {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": [POD]}]}, [((), "v1", "List", True, ()), (("items", 0), "v1", "List", True, ()), (("items", 0, "items", 0), "v1", "Pod", False, ())]),
    ("items of another kind", {**POD, "items": [POD]}, [((), "v1", "Pod", False, ())]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "found"), OBJECTS, ids=[each[0] for each in OBJECTS])
def test_the_objects_of_a_value(name: str, value: Any, found: list[tuple[Any, ...]]) -> None:  # noqa: ARG001
    assert [(each.path, *each.says, each.list, each.misfit) for each in objects(value)] == found


def test_a_list_is_an_object_without_its_items() -> None:
    whole = {"apiVersion": "v1", "kind": "List", "metadata": {"a": "b"}, "items": [POD, 1]}
    listed, item, misfit = objects(whole)
    assert listed.value == {**whole, "items": []}
    assert (item.value, misfit.value) == (POD, {})


CRON: dict[str, Any] = {"apiVersion": "batch/v1beta1", "kind": "CronJobList"}
SERVICES: dict[str, Any] = {"apiVersion": "v1", "kind": "ServiceList", "items": [META, {**POD}]}
IDENTIFIED: list[tuple[str, Any, str, list[tuple[Any, ...]]]] = [
    ("an object", POD, "a.yaml", [((), "v1", "Pod", "p", 7, False)]),
    ("no map", [POD], "a.yaml", []),
    ("no kind", {"apiVersion": "v1"}, "a.yaml", []),
    ("a kind that is no text", {"apiVersion": "v1", "kind": 1}, "a.yaml", []),
    ("a List", {"apiVersion": "v1", "kind": "List", "items": [POD, 1, POD]}, "a.yaml", [(("items", 0), "v1", "Pod", "p", 0, False), (("items", 2), "v1", "Pod", "p", 0, False)]),
    ("a List of what says half of what it is", {"apiVersion": "v1", "kind": "List", "items": [META, {"kind": "Pod"}, {"apiVersion": "v1"}]}, "a.yaml", []),
    ("a List of null", {"apiVersion": "v1", "kind": "List", "items": None}, "a.yaml", []),
    ("a List without items", {"apiVersion": "v1", "kind": "List"}, "a.yaml", []),
    ("a List of a map", {"apiVersion": "v1", "kind": "List", "items": {}}, "a.yaml", [((), "v1", "List", "", 7, True)]),
    ("an old typed list", {**CRON, "items": [META]}, "a.yaml", [((), "batch/v1beta1", "CronJobList", "", 7, True)]),
    ("of null", {**CRON, "items": None}, "a.yaml", [((), "batch/v1beta1", "CronJobList", "", 7, True)]),
    ("a current typed list", SERVICES, "a.yaml", [(("items", 0), "v1", "Service", "a", 0, False), (("items", 1), "v1", "Pod", "p", 0, False)]),
    ("a kind that ends in List", {"apiVersion": "x.io/v1", "kind": "AllowList", "spec": {}}, "a.yaml", []),
    ("a kustomization by its file", {"resources": []}, "a/kustomization.yaml", [((), "kustomize.config.k8s.io/v1beta1", "Kustomization", "", 7, False)]),
    ("and its kind", {"kind": "Kustomization"}, "kustomization.yml", [((), "kustomize.config.k8s.io/v1beta1", "Kustomization", "", 7, False)]),
    ("a component", {"kind": "Component"}, "Kustomization", [((), "kustomize.config.k8s.io/v1beta1", "Kustomization", "", 7, False)]),
    ("another kind", {"kind": "Other"}, "kustomization.yaml", []),
    ("its version alone", {"apiVersion": "kustomize.config.k8s.io/v1beta1"}, "kustomization.yaml", []),
    ("another file", {"resources": []}, "my-kustomization.yaml", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "file", "found"), IDENTIFIED, ids=[each[0] for each in IDENTIFIED])
def test_the_objects_that_may_migrate(name: str, value: Any, file: str, found: list[tuple[Any, ...]]) -> None:  # noqa: ARG001
    each = identify.objects(value, file, TARGET, 7)
    assert [(one.path, one.gvk.api_version, one.gvk.kind, one.name, one.line, one.typed) for one in each] == found


def test_the_parts_of_a_typed_list_are_its_items() -> None:
    (found,) = identify.objects({**CRON, "items": [META, 1]}, "a.yaml", TARGET)
    assert found.parts() == [(("items", 0), META), (("items", 1), 1)]
    assert found.object_kind == gvk_of("batch/v1beta1", "CronJob")
    (one,) = identify.objects({**CRON, "items": None}, "a.yaml", TARGET)
    assert one.parts() == [((), {**CRON, "items": None})]
    (pod,) = identify.objects({**POD, "items": [1]}, "a.yaml", TARGET)
    assert (pod.parts(), pod.object_kind) == ([((), {**POD, "items": [1]})], gvk_of("v1", "Pod"))
    assert item_kind(gvk_of("v1", "ListOfPods")) == gvk_of("v1", "ListOfPods")


STATUSES: dict[str, tuple[str, str]] = {
    "keep": ("unchanged", "why"),
    "convert": ("migrated", "why"),
    "no-successor": ("no-successor", "why"),
    "no-rules": ("error", "why"),
    "request": ("unchanged", ""),
}


@pytest.mark.parametrize("what", STATUSES)
def test_what_a_verdict_makes_of_an_object(what: str) -> None:
    (found,) = identify.objects(POD, "a.yaml", TARGET, 7)
    outcome = found.outcome("a.yaml", 3, Verdict(what, GroupVersion("a", "v1"), "1.20", "why"))  # type: ignore[arg-type]
    assert (outcome.status, outcome.hint) == STATUSES[what]
    assert [note.message for note in outcome.notes] == (["why"] if what == "request" else [])
    assert (outcome.file, outcome.line, outcome.index, outcome.kind, outcome.name) == ("a.yaml", 7, 3, "Pod", "p")
    assert (outcome.source, outcome.target, outcome.removed_in) == ("v1", "a/v1", "1.20")


# bytes

TOPS = {
    "apiVersion: v1\nkind: Pod\n": (1, "v1", "Pod"),
    "# a\nkind: Pod\n'apiVersion' : \"v1\" # b\n": (3, "v1", "Pod"),
    "a: 1\n": (1, "", ""),
    "apiVersion:\napiVersion: v2\nkind: A\n": (2, "v2", "A"),
    "\napiVersion: v2\nkind: A\n": (2, "v2", "A"),
    "kind: A\nkind: B\napiVersion: v1\napiVersion: v2\n": (3, "v1", "A"),
    " apiVersion: v1\nkind: A\n": (1, "", "A"),
    '"kind": Pod\n"apiVersion": v1#x\n': (2, "v1", "Pod"),
}


@pytest.mark.parametrize("text", TOPS)
def test_what_the_first_lines_say(text: str) -> None:
    found = unparsed.top(raw(text))
    assert (found.line, found.api_version, found.kind) == TOPS[text]
    later = unparsed.top(RawDocument(0, 5, 0, text.encode()))
    assert later.line == TOPS[text][0] + 4


PLAIN: dict[str, tuple[int, int] | None] = {
    "apiVersion: v1\n": (1, 13),
    "a: b\napiVersion:   'v1' # c\r\n": (2, 15),
    "\napiVersion: v1\n": (2, 13),
    "apiVersion: &a v1\n": None,
    "apiVersion: v1 x\n": None,
    "{apiVersion: v1}\n": None,
    " apiVersion: v1\n": None,
}


@pytest.mark.parametrize("text", PLAIN)
def test_where_a_plain_version_stands(text: str) -> None:
    assert unparsed.plain_version(raw(text)) == PLAIN[text]


MAY_HOLD: dict[bytes, tuple[bool, bool]] = {
    b"kind": (True, False),
    b"apiVersion": (True, False),
    b"apiVersion kind": (True, True),
    b"\\x6bind": (True, False),
    b"\\u006bind": (True, False),
    b"\\U0000006bind": (True, False),
    b"!!binary x": (True, False),
    b"a: b": (False, False),
}


@pytest.mark.parametrize("data", MAY_HOLD)
def test_what_may_hold_an_object(data: bytes) -> None:
    assert (unparsed.may_hold(data), unparsed.says_kind(data)) == MAY_HOLD[data]


FILES = {
    "kustomization.yaml": True,
    "a/kustomization.yml": True,
    "a/Kustomization": True,
    "a-kustomization.yaml": False,
    "kustomization.yaml/a": False,
}


@pytest.mark.parametrize("file", FILES)
def test_which_files_kustomize_reads(file: str) -> None:
    assert unparsed.is_kustomization(file) is FILES[file]


COUNTS = {
    "": 0,
    "kind: A\n": 0,
    "apiVersion: v1\nkind: A\n": 1,
    "kind: A\napiVersion: v1\n": 1,
    "apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n": 2,
    "apiVersion: v1\nkind: A\n---\napiVersion: v1\n": 1,
    "apiVersion: v1\nkind: A\n---\nkind: B\nkind: C\n": 1,
    '{"apiVersion": "v1", "kind": "A"}': 1,
    '{"apiVersion": "v1"}': 0,
    "a:\n  apiVersion: v1\n  kind: A\n": 1,
    "apiVersion: v1\n": 0,
}


@pytest.mark.parametrize("text", COUNTS)
def test_how_many_objects_a_text_seems_to_hold(text: str) -> None:
    assert _objects(text.encode()) == COUNTS[text]


VALUES: list[tuple[str, Any]] = [
    ("a: 1\n", {"a": 1}),
    ('{"a": 1}', {"a": 1}),
    ("{a: 1}", {"a": 1}),
    ("", None),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[each[0] for each in VALUES])
def test_a_document_is_read_as_json_or_as_yaml(text: str, value: Any) -> None:
    found = reading.read(raw(text), "a.yaml")
    assert (found.value, found.template, found.rare) == (value, "", False)
    assert reading.read(raw(text), "a.yaml", "chart template") == reading.Read(template="chart template")
    assert reading.value(raw(text), "a.yaml") == value


READS: dict[str, tuple[str, bool]] = {
    "a: {{ .b }}\n": ("{{ }} outside of a string", True),
    "a: '{{ .b }}'\n": ("", False),
    "a: $B\n": ("$B stands for a value", False),
    "a: '$B'\n": ("", False),
    "#@ a = 1\nb: 1\n": ("ytt template", False),
    "a: &b 1\nc: *b\n": ("", True),
    "? a\n: b\n": ("", True),
    "a: 1\na: 2\n": ("", True),
    "a: 1\na: $C\n": ("$C stands for a value", True),
}


@pytest.mark.parametrize("text", READS)
def test_which_documents_are_templates_and_which_need_a_tree(text: str) -> None:
    reason, rare = READS[text]
    found = reading.read(raw(text), "a.yaml")
    assert found.template == reason
    assert found.rare is (rare and not reason)
    assert reading.template(raw(text), "a.yaml") == reason
    assert reading.template(raw(text), "a.yaml", "template") == "template"


def test_a_document_with_many_collections_is_read_by_its_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading.read(raw(f"a: {'[' * 10}{']' * 10}\n"), "a.yaml").rare is False
    monkeypatch.setattr("kconv.manifests.nodes.crowded", lambda _: True)
    assert reading.read(raw("a: 1\n"), "a.yaml") == reading.Read(rare=True)


def test_an_error_names_its_file() -> None:
    for document in (raw("a: b: c\n"), RawDocument(0, 1, 0, b"a: \xff\n")):
        for read in (reading.tree, reading.located):
            with pytest.raises(ManifestError) as error:
                read(document, "a.yaml")
            assert (error.value.file, error.value.line) == ("a.yaml", 1)


def test_the_values_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n---\n- b\n")
    assert list(reading.values(path)) == [{"a": 1}, ["b"]]
    path.write_text("a: 1\n---\nb: c: d\n")
    with pytest.raises(ManifestError) as error:
        list(reading.values(path))
    assert (error.value.file, error.value.line) == (str(path), 3)
    with pytest.raises(UsageError) as missing:
        reading.values(tmp_path / "b.yaml")
    assert (missing.value.file, missing.value.reason) == (
        str(tmp_path / "b.yaml"),
        "cannot be read: No such file or directory",
    )


def test_a_document_is_read_by_who_has_read_it() -> None:
    assert reading.read(raw("a: 1"), "a.yaml", of=lambda *_: {"b": 2}) == reading.Read({"b": 2})


def test_where_a_json_text_starts() -> None:
    document = raw('---\n\n{"a": {"b": 1},\n "c": 2}\n')
    tree, start = reading.tree(document, "a.json")
    assert (start, tree.line_of(("a", "b")), tree.line_of(("c",))) == (4, 3, 4)
    assert reading.located(document, "a.json").of(("c",), key=True).line == 4
    tree, start = reading.tree(raw("a: 1\nb: 2\n"), "a.yaml")
    assert (start, tree.line_of(("b",))) == (0, 2)


def passage(text: bytes, file: str = "a.yaml") -> Passage:
    return Passage(file, Block(1, 0, text), 0)


PASSAGES: list[tuple[str, bytes, bool, bool]] = [
    ("ASCII", b"apiVersion: v1\nkind: A\n", True, True),
    ("UTF-8", "apiVersion: v1\nkind: é\n".encode(), True, True),
    ("not UTF-8", b"apiVersion: v1\nkind: \xff\n", False, False),
    ("not UTF-8, and none of our business", b"kind: \xff\n", True, True),
    ("a conflict", b"<<<<<<< a\napiVersion: v1\n=======\nkind: A\n>>>>>>> b\n", True, False),
    ("a conflict in another text", b"<<<<<<< a\nx: v1\n=======\nkind: A\n>>>>>>> b\n", True, True),
]


@pytest.mark.parametrize(("name", "data", "decodes", "sound"), PASSAGES, ids=[each[0] for each in PASSAGES])
def test_whether_bytes_can_be_read(name: str, data: bytes, decodes: bool, sound: bool) -> None:  # noqa: ARG001
    found = passage(data)
    assert (found.decodes, found.sound) == (decodes, sound)


def test_which_document_is_in_the_way() -> None:
    conflict = b"<<<<<<< a\napiVersion: v1\n=======\nkind: A\n>>>>>>> b\n"
    found = passage(b"apiVersion: v1\nkind: A\n---\n" + conflict + b"---\nkind: B\napiVersion: v1\n")
    first, second, third = found.documents()
    assert [bool(found.conflict(each)) for each in (first, second, third)] == [False, True, False]
    assert [bool(found.error(each)) for each in (first, second, third)] == [False, True, False]
    broken = passage(b"apiVersion: v1\nkind: A\n---\nkind: \xff\n---\napiVersion: \xff\n")
    assert [bool(broken.error(each)) for each in broken.documents()] == [False, False, True]
    later = Passage("a.yaml", Block(11, 100, conflict), 4)
    (one,) = split(later.block, 4)
    assert later.conflict(one) is not None
    assert "line 11" in str(later.conflict(one).elsewhere().reason)  # type: ignore[union-attr]


def test_what_kind_of_template_a_file_is() -> None:
    assert passage(b"", "a.yaml.tmpl").template == "template"
    assert passage(b"", "a.yaml").template == ""
    assert Passage("-", Block(1, 0, b""), 0).template == ""


def test_a_document_over_the_limit_is_reported_where_it_begins() -> None:
    seen: list[bytes] = []

    def undone(data: bytes) -> str:
        seen.append(data)
        return "not done" if b"old" in data else ""

    oversized = Oversized(undone)
    assert oversized.error(Block(5, 0, b"x" * 2000 + b"ol", True, False)) is None
    error = oversized.error(Block(9, 2002, b"d", True, False))
    assert error is not None
    assert (error.line, error.reason) == (5, "a document of over 32 MiB: not done")
    assert error.hint == "split it, for example into one file an object"
    assert oversized.error(Block(9, 2003, b"old", True, True)) is None
    again = oversized.error(Block(20, 3000, b"old", True, True))
    assert again is not None
    assert again.line == 20
    assert [len(each) for each in seen] == [2002, 1025, 3]


def test_a_defect_is_reported_as_one() -> None:
    found = defect(KeyError("a"))
    assert isinstance(found, ManifestError)
    assert (found.reason, found.hint) == (
        "KeyError: 'a'",
        "this is a defect of kconv: please report it with the object",
    )


# versions

OLD: list[tuple[Options, str, str, bool]] = [
    (Options(target=Release(32)), "policy/v1beta1", "PodDisruptionBudget", True),
    (Options(target=Release(24)), "policy/v1beta1", "PodDisruptionBudget", False),
    (Options(target=Release(24), deprecated=True), "policy/v1beta1", "PodDisruptionBudget", True),
    (Options(target=Release(20)), "policy/v1", "PodDisruptionBudget", True),
    (Options(target=Release(32)), "x.io/v1", "A", False),
    (Options(target=Release(32)), "autoscaling/v1", "HorizontalPodAutoscaler", False),
    (Options(target=Release(32), preferred=True), "autoscaling/v1", "HorizontalPodAutoscaler", True),
    (Options(target=Release(32), preferred=True), "autoscaling/v2", "HorizontalPodAutoscaler", False),
    (Options(target=Release(32), preferred=True), "v1", "ComponentStatus", False),
    (Options(to=GroupVersion("autoscaling", "v1")), "autoscaling/v2", "HorizontalPodAutoscaler", True),
    (Options(to=GroupVersion("autoscaling", "v2")), "autoscaling/v2", "HorizontalPodAutoscaler", False),
    (Options(to=GroupVersion("autoscaling", "v2")), "apps/v1", "Deployment", False),
]


@pytest.mark.parametrize(
    ("options", "version", "kind", "old"), OLD, ids=[f"{at} {each[1]}" for at, each in enumerate(OLD)]
)
def test_which_versions_are_old(options: Options, version: str, kind: str, old: bool) -> None:
    target, gvk = Target(options), gvk_of(version, kind)
    assert bool(target.is_old(gvk)) is old
    if not options.to:
        assert bool(target.stale(gvk)) is (old and not options.preferred)


NEAR = {
    "networking.k8s.io/v2": "did you mean networking.k8s.io/v1 or networking.k8s.io/v1alpha1 or networking.k8s.io/v1beta1?",
    "Networking.k8s.io/v2": "did you mean networking.k8s.io/v1 or networking.k8s.io/v1alpha1 or networking.k8s.io/v1beta1?",
    "netwoking.k8s.io/v1": "did you mean networking.k8s.io/v1?",
    "app/v1": "did you mean apps/v1?",
    "v2": "see kconv resources",
    "qqqqqq/zzzzz": "see kconv resources",
}


@pytest.mark.parametrize("version", NEAR)
def test_a_version_that_nobody_has(version: str) -> None:
    with pytest.raises(UsageError) as error:
        Target(Options(to=GroupVersion.parse(version)))
    assert (error.value.reason, error.value.hint) == (f"no built-in kind has the version {version}", NEAR[version])


def test_what_only_servers_use_is_not_looked_for() -> None:
    assert TARGET.is_old(gvk_of("batch/v1beta1", "JobTemplate"))
    assert not TARGET.watch.old("batch/v1beta1", "JobTemplate")
    assert "v1" not in TARGET.watch._old


REMOVED: list[tuple[Options, str, str]] = [
    (Options(target=Release(32)), "extensions/v1beta1", "1.22"),
    (Options(target=Release(32)), "policy/v1beta1", "1.25"),
    (Options(target=Release(32)), "apps/v1", ""),
    (Options(target=Release(21), deprecated=True), "policy/v1beta1", ""),
    (Options(target=Release(17)), "extensions/v1beta1", "1.16"),
    (Options(target=Release(17), deprecated=True), "extensions/v1beta1", "1.16"),
]


@pytest.mark.parametrize(
    ("options", "version", "release"), REMOVED, ids=[f"{at} {each[1]}" for at, each in enumerate(REMOVED)]
)
def test_the_release_that_removed_the_last_old_kind(options: Options, version: str, release: str) -> None:
    assert Target(options).removed(version) == release


def test_a_kind_without_rules_is_reported_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "has_rules", lambda _: False)
    gvk = gvk_of("policy/v1beta1", "PodDisruptionBudget")
    found, error = Target(Options(target=Release(32))).verdict(gvk), BUILT_IN.no_rules(gvk)
    assert found == Verdict("no-rules", GroupVersion("policy", "v1"), "1.25", f"{error.reason}: {error.hint}")
    assert found.new_version is None


def test_a_version_to_which_no_rules_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = kinds.find(gvk_of("autoscaling/v2", "HorizontalPodAutoscaler"))
    assert kind is not None
    target = Target(Options(to=GroupVersion("autoscaling", "v1")))
    monkeypatch.setattr(
        kinds, "find", lambda _: kind._replace(versions=()) if hasattr(kind, "_replace") else _Nowhere()
    )
    found = target.verdict(gvk_of("autoscaling/v2beta2", "HorizontalPodAutoscaler"))
    why = "nothing converts autoscaling/v2beta2 HorizontalPodAutoscaler to autoscaling/v1: rewrite it by hand"
    assert found == Verdict("no-rules", GroupVersion("autoscaling", "v1"), "1.26", why)


def test_a_version_of_a_kind_without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    target, gvk = (
        Target(Options(to=GroupVersion("autoscaling", "v1"))),
        gvk_of("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
    )
    error = BUILT_IN.no_rules(gvk)
    monkeypatch.setattr(kinds, "find", lambda _: None)
    monkeypatch.setattr(kinds, "has_rules", lambda _: False)
    assert target.verdict(gvk) == Verdict(
        "no-rules", GroupVersion("autoscaling", "v1"), "1.26", f"{error.reason}: {error.hint}"
    )


class _Nowhere:
    versions = ()


OFF: list[tuple[str, str, int, str]] = [
    ("networking.k8s.io/v1alpha1", "ServiceCIDR", 32, "networking.k8s.io/v1beta1"),
    ("policy/v1beta1", "PodSecurityPolicy", 32, ""),
    ("resource.k8s.io/v1alpha2", "ResourceClaim", 32, ""),
]


@pytest.mark.parametrize(("version", "kind", "minor", "off"), OFF, ids=[f"{each[1]} {each[2]}" for each in OFF])
def test_what_a_release_has_off_by_default(version: str, kind: str, minor: int, off: str) -> None:
    assert str(off_by_default(gvk_of(version, kind), Release(minor)) or "") == off


NAMES: list[tuple[Options, bool]] = [
    (Options(target=Release(32)), True),
    (Options(target=Release(32), defaults="none"), True),
    (Options(target=Release(32), defaults="all", demands=False), False),
    (Options(target=Release(32), defaults="preserve", demands=False), True),
    (Options(to=GroupVersion("apps", "v1")), False),
]


@pytest.mark.parametrize(("options", "follow"), NAMES, ids=[str(at) for at in range(len(NAMES))])
def test_when_names_follow(options: Options, follow: bool) -> None:
    assert (Target(options).names is not None) is follow


def names(minor: int = 32, **more: Any) -> Names:
    found = Target(Options(target=Release(minor), **more)).names
    assert found is not None
    return found


MOVED: list[tuple[int, str, str, str | None]] = [
    (32, "extensions", "ingresses", "networking.k8s.io"),
    (32, "extensions", "deployments", "apps"),
    (32, "policy", "podsecuritypolicies", ""),
    (32, "extensions", "podsecuritypolicies", ""),
    (32, "policy", "poddisruptionbudgets", None),
    (32, "apps", "deployments", None),
    (20, "extensions", "ingresses", None),
    (20, "extensions", "podsecuritypolicies", "policy"),
    (16, "networking.k8s.io", "ingressclasses", None),
    (20, "networking.k8s.io", "ingresses", None),
]


@pytest.mark.parametrize(
    ("minor", "group", "resource", "heir"), MOVED, ids=[f"{each[0]} {each[1]} {each[2]}" for each in MOVED]
)
def test_where_a_resource_went(minor: int, group: str, resource: str, heir: str | None) -> None:
    assert names(minor).moved.get((group, resource)) == heir


def test_a_deprecated_resource_has_its_heir_before_it_is_gone() -> None:
    assert names(20, deprecated=True).moved["extensions", "ingresses"] == "networking.k8s.io"
    assert ("policy", "podsecuritypolicies") not in names(22, deprecated=True).moved


def test_what_the_target_calls_things() -> None:
    found = names()
    ingress = gvk_of("extensions/v1beta1", "Ingress")
    assert found.resource(ingress) == "ingresses"
    assert found.resource(gvk_of("x.io/v1", "A")) == ""
    assert (found.fate(ingress), found.serves(ingress)) == ("which 1.32 does not serve", False)
    flow = gvk_of("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema")
    assert names(31, deprecated=True).fate(flow) == "which 1.31 has deprecated"
    assert not found.serves(gvk_of("x.io/v1", "A"))
    assert found.kinds("extensions", "ingresses") == (ingress,)
    assert found.kinds("extensions", "ingresses", "v1") == ()
    assert found.kinds("policy", "podsecuritypolicies", "v1beta1") == (gvk_of("policy/v1beta1", "PodSecurityPolicy"),)
    assert {gvk.kind for gvk in found.kinds("policy", "*", "v1")} == {"PodDisruptionBudget"}
    assert set(found.family(ingress)) == {
        gvk_of(version, "Ingress")
        for version in ("extensions/v1beta1", "networking.k8s.io/v1beta1", "networking.k8s.io/v1")
    }
    assert found.family(gvk_of("x.io/v1", "A")) == []
    assert found.alike("extensions", "v1beta1", "Ingress") == (ingress,)
    assert set(found.alike("", "v1beta1", "Ingress")) == {ingress, gvk_of("networking.k8s.io/v1beta1", "Ingress")}
    assert found.alike("extensions", "", "Ingress") == (ingress,)
    assert {gvk.kind for gvk in found.alike("policy", "v1", "")} >= {"PodDisruptionBudget"}


MARKERS: list[tuple[list[str], list[bytes], list[bytes]]] = [
    (["apiGroups"], [b"v1beta1", b"v2alpha1", b"extensions", b"podsecuritypolicies"], [b"apps", b"policy", b"v1", b"ingresses", b""]),
    (["count/"], [b"ingresses.extensions"], [b"extensions", b"podsecuritypolicies.policy"]),
    (["api_version", "ApiVersion", "apiversion", ".apiVersion", "componentKinds"], [b"extensions/v1beta1"], [b"v1beta1"]),
    (["patches", "fieldSpecs", "Reference:", "ignoreDifferences", "objref", ""], [b"v1beta1", b"extensions"], [b"podsecuritypolicies", b"policy", b"v1", b""]),
]  # fmt: skip


def test_words_that_make_a_document_worth_parsing_come_with_their_marker() -> None:
    words = names().words
    assert words.keys() == {marker.encode() for markers, _, _ in MARKERS for marker in markers}
    for markers, told, others in MARKERS:
        for marker in markers:
            assert words[marker.encode()].issuperset(told)
            assert words[marker.encode()].isdisjoint(others)


SELECTORS: list[tuple[Any, str]] = [
    ({"target": {"version": "v1beta2", "kind": "DaemonSet"}}, "v1beta2 DaemonSet"),
    *(
        ({word: {"version": "v1beta2", "kind": "DaemonSet"}}, "v1beta2 DaemonSet")
        for word in ("select", "source", "objref")
    ),
    ({"reject": [{"version": "v1beta2", "kind": "DaemonSet"}]}, "v1beta2 DaemonSet"),
    ({"version": "v1beta2", "kind": "DaemonSet", "fieldSpecs": []}, "v1beta2 DaemonSet"),
    ({"version": "v1beta2", "kind": "DaemonSet", "path": "a"}, "v1beta2 DaemonSet"),
    ({"version": "v1beta2", "kind": "DaemonSet"}, ""),
    ({"": {"version": "v1beta2", "kind": "DaemonSet"}}, ""),
    ({"a": {"group": "extensions", "version": "v1beta1", "kind": "Ingress"}}, "extensions/v1beta1 Ingress"),
    ({"a": {"group": "extensions", "kind": "Ingress"}}, "extensions Ingress"),
    ({"a": {"group": "extensions", "version": "v1beta1"}}, "extensions/v1beta1 "),
    ({"a": {"group": "extensions"}}, ""),
    ({"target": {"version": "v1beta2"}}, ""),
    ({"a": {"group": 1, "version": 2, "kind": "Ingress"}}, ""),
    ({"a": {"group": "apps", "kind": "Deployment"}}, ""),
    ({"a": {"group": "x.io", "kind": "Ingress"}}, ""),
    ({"a": {"group": "extensions", "version": "v1beta1", "kind": "Ingress", "api_version": "a"}}, ""),
]


@pytest.mark.parametrize(("value", "found"), SELECTORS, ids=[str(each[0]) for each in SELECTORS])
def test_what_selects_objects(value: Any, found: str) -> None:
    inside = [each for each in Search(TARGET).inside(value, root=True) if each.selects]
    assert [f"{each.api_version} {each.kind}" for each in inside] == ([found] if found else [])


@pytest.mark.parametrize("value", [5, None, ["extensions/v1beta1"], {"a": "extensions/v1beta1"}], ids=str)
def test_a_variable_for_a_version_whose_value_is_no_text(value: Any) -> None:
    assert list(Search(TARGET).inside({"env": [{"name": "INGRESS_API_VERSION", "value": value}]})) == []


def test_texts_in_texts_are_read_to_a_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    text = json.dumps({"apiVersion": "extensions/v1beta1", "kind": "Ingress"})
    for _ in range(3):
        text = json.dumps({"a": text})
    assert [len(list(Search(TARGET).inside({"x": text}, depth=depth))) for depth in (0, 25, 26, 27, 30)] == [
        1,
        1,
        1,
        0,
        0,
    ]
    for deepest, count in ((4, 1), (3, 0)):
        monkeypatch.setattr(embedded, "_DEEPEST", deepest)
        assert len(list(Search(TARGET).inside({"x": text}))) == count


# fields that take effect

TAKEN: list[tuple[Any, tuple[Any, ...]]] = [
    ({}, ()),
    ({"a": {}}, ()),
    ({"a": {"b": {}}}, ()),
    ({"a": None}, ("a",)),
    ({"a": {"b": 1}}, ("a", "b")),
    ({"a": {"b": {"c": None}}}, ("a", "b", "c")),
]


@pytest.mark.parametrize(("value", "taken"), TAKEN, ids=[str(each[0]) for each in TAKEN])
def test_what_takes_the_place_of_a_field(value: Any, taken: tuple[Any, ...]) -> None:
    assert effects._taken(value, ("a", "b", "c")) == taken


def test_a_version_that_no_release_publishes_has_no_newest_release() -> None:
    assert effects._newest(gvk_of("extensions/v1beta1", "Job")) is None
    assert effects._newest(gvk_of("x.io/v1", "A")) is None
    assert effects._newest(gvk_of("policy/v1beta1", "PodDisruptionBudget")) == Release(24)


def test_outcomes_are_equal_by_their_fields() -> None:
    made = [DocumentOutcome("a.yaml", 1, 0, "A", "a", "v1", "v2", "migrated") for _ in range(2)]
    assert made[0] == made[1]
    made[1].hint = "b"
    assert made[0] != made[1]
    assert made[0] != FileOutcome("a.yaml")


def test_what_passed_is_counted_and_what_did_not_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("apiVersion: v1\nkind: Secret\n---\napiVersion: v1\nkind: Secret\nx: 1\n")
    (file,) = validate(Asked(Release(32), (str(tmp_path),)))
    assert (file.passed, [each.status for each in file.documents]) == (1, ["invalid"])


# several processes


def found(count: int) -> Iterator[Found]:
    return (Found(f"{at}.yaml") for at in range(count))


def test_batches_are_small_at_first_and_grow() -> None:
    sizes = [len(batch) for batch in jobs._batches(found(400), 2)]
    assert sizes[:4] == [8, 8, 8, 8]
    assert max(sizes) == 32
    assert sorted(sizes[:-1]) == sizes[:-1]
    assert sum(sizes) == 400
    assert [len(batch) for batch in jobs._batches(found(9), 8)] == [8, 1]
    assert list(jobs._batches(found(0), 2)) == []


def test_a_process_finishes_its_own_batch_before_it_takes_another() -> None:
    own = jobs._Own(lambda each: iter([each.path]))
    first, second = list(jobs._batches(found(10), 2))
    assert own.give(5, first)
    assert not own.give(6, second)
    steps = [list(own.step()) for _ in range(8)]
    assert steps[:7] == [[]] * 7
    assert steps[7] == [(5, [f"{at}.yaml" for at in range(8)])]
    assert list(own.step()) == []
    assert own.give(6, second)
    assert [list(own.step()) for _ in range(2)] == [[], [(6, ["8.yaml", "9.yaml"])]]


@pytest.mark.parametrize(("number", "paths"), [(1, []), (4, ["-"])], ids=["one process", "standard input"])
def test_one_process_does_it_all(
    number: int, paths: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(20):
        (tmp_path / f"{at:02}.yaml").write_text("")
    monkeypatch.setattr(jobs, "_shared", lambda *_: iter(()))
    done = list(jobs.run([*paths, str(tmp_path)], lambda each: iter([each.path]), number))
    assert len(done) == 20 + len(paths)


def test_the_first_files_are_done_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(20):
        (tmp_path / f"{at:02}.yaml").write_text("")
    shared: list[Any] = []

    def share(batches: Iterator[list[Found]], handle: Any, number: int) -> Iterator[str]:
        shared.append(number)
        for batch in batches:
            for each in batch:
                yield from handle(each)

    monkeypatch.setattr(jobs, "_shared", share)
    monkeypatch.setattr(jobs, "_cores", lambda: 7)
    names_of = [Path(path).name for path in jobs.run([str(tmp_path)], lambda each: iter([each.path]), 0, alone=3)]
    assert names_of == [f"{at:02}.yaml" for at in range(20)]
    assert shared == [7]


def test_a_process_is_started_for_each_core_that_this_one_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert jobs._cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert jobs._cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert jobs._cores() == 1
