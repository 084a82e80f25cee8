"""What the bytes of a stream show: where its documents are, and whether one of them may be old."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kconv.errors import ManifestError
from kconv.manifests import templates
from kconv.manifests.encoding import refuse_wide, text_of, wide
from kconv.manifests.scan import Watch
from kconv.manifests.scan_names import name_in
from kconv.manifests.split import Block, RawDocument, blocks, count, split
from kconv.manifests.template_lines import old_lines

WATCH = Watch(
    {"extensions/v1beta1": {"Ingress", "Deployment"}, "storage.k8s.io/v1beta1": {"StorageClass"}, "v1": {"Endpoints"}},
    kept={"storage.k8s.io/v1beta1", "v1"},
)


def documents(data: bytes) -> list[RawDocument]:
    return list(split(Block(1, 0, data)))


@dataclass(frozen=True)
class Split:
    name: str
    data: bytes
    want: list[tuple[int, int, bytes]]


SPLITS = [
    Split("nothing", b"", []),
    Split("comments only", b"# a\n\n# b\n", []),
    Split("one", b"a: 1\n", [(0, 1, b"a: 1\n")]),
    Split("comment before the first marker", b"# a\n---\na: 1\n", [(0, 2, b"---\na: 1\n")]),
    Split("an empty document counts", b"---\n# a\n---\na: 1\n", [(0, 1, b"---\n# a\n"), (1, 3, b"---\na: 1\n")]),
    Split("so does one after the last marker", b"a: 1\n---\n", [(0, 1, b"a: 1\n"), (1, 2, b"---\n")]),
    Split("nothing after ...", b"a: 1\n...\n# b\n", [(0, 1, b"a: 1\n")]),
    Split("a bare document after ...", b"a: 1\n...\nb: 2\n", [(0, 1, b"a: 1\n"), (1, 3, b"b: 2\n")]),
    Split("directives belong to what follows", b"# c\n%YAML 1.1\n---\na: 1\n", [(0, 2, b"%YAML 1.1\n---\na: 1\n")]),
    Split("indented dashes are text", b"a: |\n  ---\n ---\nb: ---\n", [(0, 1, b"a: |\n  ---\n ---\nb: ---\n")]),
    Split("dashes with text behind them", b"a: 1\n---- \n---x\n--- # c\n", [(0, 1, b"a: 1\n---- \n---x\n"), (1, 4, b"--- # c\n")]),
    Split("CRLF", b"a: 1\r\n---\r\nb: 2\r\n", [(0, 1, b"a: 1\r\n"), (1, 2, b"---\r\nb: 2\r\n")]),
    Split("BOM at the start", b"\xef\xbb\xbfa: 1\n", [(0, 1, b"a: 1\n")]),
    Split("BOM before a marker", b"\xef\xbb\xbf---\na: 1\n\xef\xbb\xbf---\nb: 2\n", [(0, 1, b"---\na: 1\n"), (1, 3, b"---\nb: 2\n")]),
    Split("no final newline", b"a: 1\n---", [(0, 1, b"a: 1\n"), (1, 2, b"---")]),
]  # fmt: skip


@pytest.mark.parametrize("case", SPLITS, ids=attrgetter("name"))
def test_split_finds(case: Split) -> None:
    assert [(each.index, each.line, each.data) for each in documents(case.data)] == case.want


LINES = st.sampled_from(
    [b"---\n", b"--- a: 1\n", b"...\n", b"# c\n", b"\n", b"a: 1\n", b"  b: 2\n", b"---\r\n", b"%YAML 1.1\n", b"x: |\n", b"  ---\n", b"---x: 1\n", b"... # c\n", b"--- # c\n"]
)  # fmt: skip


@given(st.lists(LINES, max_size=8).map(b"".join), st.booleans())
def test_documents_are_those_of_a_yaml_parser(data: bytes, final_newline: bool) -> None:
    data = data if final_newline else data.rstrip(b"\n")
    found = documents(data)
    for each in found:
        assert data[each.offset : each.offset + len(each.data)] == each.data
        assert each.line == data.count(b"\n", 0, each.offset) + 1
    try:
        parsed = sum(isinstance(event, yaml.DocumentStartEvent) for event in yaml.parse(data, yaml.CSafeLoader))
    except yaml.YAMLError:
        return
    assert len(found) == count(Block(1, 0, data)) == parsed


@given(st.lists(LINES, max_size=12).map(b"".join), st.integers(1, 9), st.integers(10, 60))
def test_a_stream_is_cut_without_loss_whatever_its_pieces(data: bytes, size: int, limit: int) -> None:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    cut = list(blocks(pieces, limit))
    assert b"".join(block.data for block in cut) == data
    assert all(len(block.data) <= limit + size for block in cut)
    for block in cut:
        assert block.line == data.count(b"\n", 0, block.offset) + 1


def test_a_streams_documents_are_those_of_the_whole() -> None:
    data = b"".join(b"---\na: %d\n" % number for number in range(50)) + b"...\n%YAML 1.1\n---\nb: 1\n"
    found: list[RawDocument] = []
    for block in blocks(data[at : at + 7] for at in range(0, len(data), 7)):
        found += split(block, len(found))
    assert found == documents(data)


@given(st.lists(LINES, max_size=12).map(b"".join), st.integers(1, 40))
def test_the_size_of_its_pieces_is_nothing_to_a_stream(data: bytes, size: int) -> None:
    found: list[RawDocument] = []
    for block in blocks(data[at : at + size] for at in range(0, len(data), size)):
        found += split(block, len(found))
    assert found == documents(data)


def test_a_document_over_the_limit_passes_in_pieces() -> None:
    data = b"a: 1\n---\nb: " + b"x" * 100 + b"\n---\nc: 1\n"
    cut = list(blocks((data[at : at + 10] for at in range(0, len(data), 10)), limit=30))
    assert b"".join(block.data for block in cut) == data
    assert [block.ends for block in cut if block.oversize][-1:] == [True]
    assert not cut[0].oversize
    assert not cut[-1].oversize
    assert cut[-1].data == b"---\nc: 1\n"


@dataclass(frozen=True)
class Look:
    name: str
    data: str
    needs: str
    found: tuple[str, str, str] = ("", "", "")
    line: int = 0


INGRESS = ("extensions/v1beta1", "Ingress", "web")
LOOKS = [
    Look("plain", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: web\n", "known", INGRESS, 1),
    Look("kind before apiVersion", "kind: Ingress\nmetadata: # m\n\n    # c\n    labels: {a: b}\n    name: web\napiVersion: extensions/v1beta1\n", "known", INGRESS, 7),
    Look("quoted, with a comment", "\"apiVersion\": 'extensions/v1beta1'  # old\nkind: \"Ingress\"\nmetadata:\n  name: \"web\" # n\n", "known", INGRESS, 1),
    Look("CRLF", "---\r\napiVersion: extensions/v1beta1\r\nkind: Ingress\r\nmetadata:\r\n  name: web\r\n", "known", INGRESS, 2),
    Look("generateName", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  generateName: web\n", "known", INGRESS, 1),
    Look("no name", "apiVersion: extensions/v1beta1\nkind: Ingress\n", "known", (*INGRESS[:2], ""), 1),
    Look("not old", "apiVersion: v1\nkind: Service\n", "nothing"),
    Look("not old for this kind", "apiVersion: storage.k8s.io/v1beta1\nkind: CSINode\n", "nothing"),
    Look("old in a version that others keep", "apiVersion: v1\nkind: Endpoints\nmetadata:\n  name: web\n", "known", ("v1", "Endpoints", "web"), 1),
    Look("no manifest", "replicas: 3\n", "nothing"),
    Look("a word only", "apiVersion: v1\nkind: X\nnote: was extensions/v1beta1\n", "nothing"),
    Look("a schema that has an apiVersion", "apiVersion: v1\nkind: X\nproperties:\n  apiVersion:\n    type: string\n", "nothing"),
    Look("a reference to another object", "apiVersion: v1\nkind: X\nref:\n  apiVersion: extensions/v1beta1\n  kind: Ingress\n", "nothing"),
    Look("a list of patches", "# c\n- op: replace\n  path: /apiVersion\n  value: extensions/v1beta1\n", "nothing"),
    Look("JSON that is no object", '{"controller": {"apiVersion": "extensions/v1beta1", "kind": "Ingress"}}', "nothing"),
    Look("JSON whose key is escaped", '{"\\u0061piVersion": "extensions/v1beta1", "kind": "Ingress"}', "parse"),
    Look("values of a chart", "ingress:\n  apiVersion: extensions/v1beta1\n  kind: Ingress\n", "nothing"),
    Look("a quoted text that looks like an object", '  a: "x\napiVersion: v1\nkind: X\n"\n  apiVersion: extensions/v1beta1\n  kind: Ingress\n', "parse"),
    Look("List", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: extensions/v1beta1\n", "parse"),
    Look("typed list", "apiVersion: extensions/v1beta1\nkind: IngressList\nitems: []\n", "parse"),
    Look("inside a block scalar", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: extensions/v1beta1\n", "nothing"),
    Look("old, and another inside", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  ownerReferences:\n  - apiVersion: extensions/v1beta1\n", "known", (*INGRESS[:2], ""), 1),
    Look("whole document indented", "  apiVersion: extensions/v1beta1\n  kind: Ingress\n", "parse"),
    Look("flow", "{apiVersion: extensions/v1beta1, kind: Ingress}\n", "parse"),
    Look("JSON", '{\n  "kind": "Ingress",\n  "apiVersion": "extensions/v1beta1"\n}\n', "parse"),
    Look("JSON on one line", '{"apiVersion":"extensions/v1beta1","kind":"Ingress"}', "parse"),
    Look("JSON escape", '{"apiVersion":"extensions\\/v1beta1","kind":"Ingress"}', "parse"),
    Look("hex escape", 'apiVersion: "\\x65xtensions/v1beta1"\nkind: Ingress\n', "parse"),
    Look("escaped key", '"api\\u0056ersion": extensions/v1beta1\nkind: Ingress\n', "parse"),
    Look("escaped line break", 'apiVersion: "extensions/\\\n  v1beta1"\nkind: Ingress\n', "parse"),
    Look("anchor", "apiVersion: &v extensions/v1beta1\nkind: Ingress\n", "parse"),
    Look("anchor and escape", 'apiVersion: &v "\\x65xtensions/v1beta1"\nkind: Ingress\n', "parse"),
    Look("alias", "v: &v extensions/v1beta1\napiVersion: *v\nkind: Ingress\n", "parse"),
    Look("tag", "apiVersion: !!str extensions/v1beta1\nkind: Ingress\n", "parse"),
    Look("binary", "apiVersion: !!binary ZXh0ZW5zaW9ucy92MWJldGEx\nkind: Ingress\n", "parse"),
    Look("merge key", "<<: {apiVersion: extensions/v1beta1}\nkind: Ingress\n", "parse"),
    Look("on the next line", "apiVersion:\n  extensions/v1beta1\nkind: Ingress\n", "parse"),
    Look("after a comment", "apiVersion: # old\n  extensions/v1beta1\nkind: Ingress\n", "parse"),
    Look("block scalar value", "apiVersion: >-\n  extensions/v1beta1\nkind: Ingress\n", "parse"),
    Look("complex key", "? apiVersion\n: extensions/v1beta1\n? kind\n: Ingress\n", "parse"),
    Look("complex key with a comment", "? apiVersion # c\n: extensions/v1beta1\n? kind\n: Ingress\n", "parse"),
    Look("duplicate", "apiVersion: extensions/v1beta1\nkind: Ingress\napiVersion: networking.k8s.io/v1\n", "parse"),
    Look("kind not readable", "apiVersion: extensions/v1beta1\nkind: &k Ingress\n", "parse"),
    Look("no kind", "apiVersion: extensions/v1beta1\nmetadata: {}\n", "parse"),
    Look("content behind the marker", "--- {apiVersion: extensions/v1beta1, kind: Ingress}\n", "parse"),
    Look("block scalar behind the marker", "--- |\napiVersion: extensions/v1beta1\nkind: Ingress\n", "parse"),
]  # fmt: skip


@pytest.mark.parametrize("case", LOOKS, ids=attrgetter("name"))
def test_a_glance_tells(case: Look) -> None:
    (document,) = documents(case.data.encode())
    glance = WATCH.glance(document)
    assert glance.needs == case.needs
    assert WATCH.may_hold_old(document.data) or case.needs == "nothing"
    if case.needs == "known":
        name, _ = name_in(document.data)
        assert (glance.api_version, glance.kind, name, glance.line) == (*case.found, case.line)


def test_a_glance_lists_the_other_versions() -> None:
    data = b"---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: extensions/v1beta1\n- {apiVersion: v1}\n"
    assert WATCH.glance(documents(data)[0]).others == ((5, "extensions/v1beta1"), (6, "v1"))


SPELLINGS = st.tuples(
    st.sampled_from(["apiVersion", '"apiVersion"', "'apiVersion'", '"api\\u0056ersion"', '"\\x61piVersion"', "&k apiVersion"]),
    st.sampled_from([": ", ":  ", ":\n  ", ": # c\n  ", ": &a ", ": !!str ", ": !!str &a ", " : "]),
    st.sampled_from(["extensions/v1beta1", "'extensions/v1beta1'", '"extensions\\/v1beta1"', '"\\U00000065xtensions/v1beta1"', '"extensions/\\\n  v1beta1"', "|-\n  extensions/v1beta1", "*v"]),
    st.sampled_from(["", " # c", "\n# c"]),
)  # fmt: skip


@given(SPELLINGS, st.sampled_from(["top", "list"]))
def test_no_spelling_of_an_old_version_is_overlooked(spelling: tuple[str, ...], place: str) -> None:
    entry = "".join(spelling) + "\n"
    lines = "apiVersion: v1\nkind: List\nitems:\n- " if place == "list" else "kind: Ingress\n"
    text = f"v: &v extensions/v1beta1\n{lines}{entry}"
    try:
        found = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    holder = found["items"][0] if place == "list" else found
    if holder.get("apiVersion", "").strip() == "extensions/v1beta1":
        assert WATCH.glance(documents(text.encode())[0]).needs != "nothing"


def test_utf_16_is_named_if_it_is_a_manifest() -> None:
    data = "apiVersion: v1\n".encode("utf-16")
    assert wide(data) == "utf-16"
    assert wide("kind: X".encode("utf-32-le")) == "utf-32"
    with pytest.raises(ManifestError, match="UTF-16"):
        refuse_wide(data, "utf-16", "a.yaml")
    refuse_wide("other\n".encode("utf-16"), "utf-16", "a.yaml")
    assert not wide(b"a: 1\n")


def test_a_byte_that_is_no_utf_8_is_named_by_its_line() -> None:
    with pytest.raises(ManifestError, match="0xe9") as error:
        text_of(b"a: 1\nb: caf\xe9\n", "a.yaml", 10)
    assert error.value.line == 11


@dataclass(frozen=True)
class Template:
    name: str
    text: str
    reason: str


TEMPLATES = [
    Template("Go value", "a: {{ .Values.x }}\n", "outside of a string"),
    Template("Go control flow", "{{- if .x }}\na: 1\n{{- end }}\n", "outside of a string"),
    Template("Go in quotes", 'a: "{{ .x }}"\n', ""),
    Template("Go in a block scalar", "a: |\n  {{ .x }}\n", ""),
    Template("Go in a comment", "a: 1 # {{ .x }}\n", ""),
    Template("Go among keys", "a: 1\n{{- end }}\nb: 2\n", "not YAML"),
    Template("jinja", "{% if x %}\na: 1\n{% endif %}\n", "not YAML"),
    Template("shell variable", "replicas: ${COUNT}\n", "stands for a value"),
    Template("shell variable with default", "replicas: ${COUNT:=3}\n", "stands for a value"),
    Template("envsubst", "replicas: $COUNT\n", "stands for a value"),
    Template("OpenShift", "replicas: ${{COUNT}}\n", "stands for a value"),
    Template("variable in a command", "args: [sh, -c, 'echo ${x}']\n", ""),
    Template("part of a string", "image: ${REGISTRY}/app\n", ""),
    Template("Terraform directive", "a: 1\n%{ if x }\nb: 1\n%{ endif }\n", "not YAML"),
    Template("ytt", "name: #@ data.values.name\n", "ytt"),
]  # fmt: skip


@pytest.mark.parametrize("case", TEMPLATES, ids=attrgetter("name"))
def test_a_template_is_recognised(case: Template) -> None:
    assert templates.has_marks(case.text.encode())
    reason = templates.reason(case.text)
    assert case.reason in reason
    assert bool(reason) == bool(case.reason)


def test_a_charts_templates_are_those_below_its_folder(tmp_path: Path) -> None:
    (tmp_path / "chart/templates/sub").mkdir(parents=True)
    (tmp_path / "chart/Chart.yaml").touch()
    assert templates.named_so(str(tmp_path / "chart/templates/sub/a.yaml"), b"{{ x }}") == "chart template"
    assert not templates.named_so(str(tmp_path / "chart/templates/sub/a.yaml"), b"x")
    assert not templates.named_so(str(tmp_path / "chart/a.yaml"), b"{{ x }}")
    assert not templates.named_so(str(tmp_path / "templates/a.yaml"), b"{{ x }}")
    assert templates.named_so("a.yaml.j2", b"x") == "template"


def test_a_template_reports_each_old_line_with_the_nearest_kind() -> None:
    text = b"""{{- if .x }}
apiVersion: extensions/v1beta1
{{- end }}
kind: Deployment
spec:
  ref:
    apiVersion: extensions/v1beta1
    kind: Scale
# apiVersion: extensions/v1beta1
---
apiVersion: storage.k8s.io/v1beta1
kind: CSINode
---
apiVersion: extensions/v1beta1
kind: {{ .kind }}
"""
    found = [old for document in documents(text) for old in old_lines(document, WATCH)]
    assert [(old.line, old.kind) for old in found] == [(2, "Deployment"), (14, "")]
