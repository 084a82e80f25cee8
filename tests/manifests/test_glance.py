"""What the bytes of a document say of it: its apiVersion and kind, and its name, where they are plain, and what else may be old."""

from __future__ import annotations

import pytest

from kconv.manifests.scan import SELECTED, Watch, unescaped
from kconv.manifests.scan_names import name_in
from kconv.manifests.scan_top import plain_top
from kconv.manifests.split import RawDocument

OLD, KEPT = "extensions/v1beta1", "net/v1beta1"
WATCH = Watch({OLD: {"Ingress"}, KEPT: {"Ingress"}, "v1": {"Endpoints"}, "two/v2": {"X"}}, kept={KEPT, "v1", "two/v2"})
NAMED: list[tuple[str, str, str, bool]] = [
    ("plain", "metadata:\n  name: web\n", "web", True),
    ("in double quotes", 'metadata:\n  name: "web" # c\n', "web", True),
    ("in single quotes", "metadata:\n  name: '80'\n", "80", True),
    ("with a comment", "metadata: # c\n  # d\n\n  labels: {a: b}\n  name: web # e\n", "web", True),
    ("CRLF", "metadata:\r\n  name: web\r\n", "web", True),
    ("without a last line break", "metadata:\n  name: web", "web", True),
    ("among others", "kind: A\nmetadata:\n  labels:\n    name: no\n  name: web\nspec:\n  name: no\n", "web", True),
    ("in another column", "metadata:\n      name: web\n", "web", True),
    ("behind a list", "a:\n- b: c\n- 'd'\nmetadata:\n  name: web\n", "web", True),
    ("behind quotes of one line", "a: \"b\"\n'c': 'd'\nmetadata:\n  name: web\n", "web", True),
    ("behind brackets of one line", "a: {b: c}\nd: [e]\nmetadata:\n  name: web\n", "web", True),
    ("followed by its own blank lines", "metadata:\n  name: web\n\n\nspec: {}\n", "web", True),
    ("a number", "metadata:\n  name: 80\n", "80", False),
    ("a word for true", "metadata:\n  name: On\n", "On", False),
    ("null", "metadata:\n  name: ~\n", "~", False),
    ("a text that goes on", "metadata:\n  name: web\n    two\n", "web", False),
    ("a text that goes on further down", "metadata:\n  name: web\n\n    two\n", "web", False),
    ("a key in letters that may go on with it below", "metadata:\n  name: web\nété: 1\n", "web", False),
    ("a comment below", "metadata:\n  name: web\n    # two\n", "web", True),
    ("behind quotes of two lines", "a: 'b\n  c'\nmetadata:\n  name: web\n", "web", False),
    ("behind brackets of two lines", "a: [b,\n  c]\nmetadata:\n  name: web\n", "web", False),
    ("behind a block of text", "a: |\n  b\nmetadata:\n  name: web\n", "web", False),
    ("behind a lone carriage return", "a: b\rc\nmetadata:\n  name: web\n", "web", False),
    ("behind a line separator", "a: b\u2028c\nmetadata:\n  name: web\n", "web", False),
    ("behind a next line", "a: b\x85c\nmetadata:\n  name: web\n", "web", False),
    ("generateName", "metadata:\n  generateName: web-\n", "web-", False),
    ("both", "metadata:\n  generateName: web-\n  name: web\n", "web", True),
    ("twice", "metadata:\n  name: web\n  name: two\n", "web", True),
    ("not in the first column of metadata", "metadata:\n  labels:\n    name: web\n", "", False),
    ("an anchor", "metadata:\n  name: &a web\n", "", False),
    ("a blank in it", "metadata:\n  name: web two\n", "", False),
    ("no name", "metadata:\n  labels: {}\n", "", False),
    ("nothing in metadata", "metadata:\nspec: {}\n", "", False),
    ("not in metadata", "spec:\n  name: no\nmetadata:\n  labels: {}\nstatus:\n  name: no\n", "", False),
    ("no metadata", "spec:\n  name: web\n", "", False),
    ("metadata in brackets", "metadata: {name: web}\n", "", False),
    ("metadata that is deeper", "a:\n  metadata:\n    name: web\n", "", False),
]


@pytest.mark.parametrize(("text", "name", "sure"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_the_name_of_an_object_and_whether_it_is_sure(text: str, name: str, sure: bool) -> None:
    assert name_in(text.encode()) == (name, sure)


@pytest.mark.parametrize(("kept", "counts"), [((), True), (("gone/v1",), False)])
def test_a_stable_version_that_no_kind_keeps_counts_without_a_kind(kept: tuple[str, ...], counts: bool) -> None:
    watch = Watch({"gone/v1": {"X"}}, kept=kept)
    text = b"apiVersion: gone/v1\nkind: {{ .kind }}\n"
    assert (watch.may_hold_old(text), watch.spells(text), watch.old("gone/v1", "")) == (counts, counts, counts)
    assert watch.spells(text + b"# X\n") == counts
    assert watch.may_hold_old(b"apiVersion: gone/v1\nkind: X\n")


@pytest.mark.parametrize(("words", "names"), [(None, False), ({}, True)])
def test_what_an_object_names_counts_only_where_references_are_followed(
    words: dict[bytes, set[bytes]] | None, names: bool
) -> None:
    text = f"apiVersion: v1\nkind: A\nspec:\n  apiVersion: {OLD}\n  kind: Ingress\n"
    found = Watch({OLD: {"Ingress"}}, words=words).glance(RawDocument(0, 1, 0, text.encode()))
    assert (found.needs, found.kind, found.names) == ("nothing", "A", names)


def test_a_version_without_a_group_is_found_by_itself() -> None:
    watch = Watch({"v9": {"X"}, "gone/v1": {"X"}})
    assert list(watch.written(b"v9 gone/v1 v8")) == [(0, b"v9"), (3, b"gone/v1")]
    assert (watch.spells(b"a: v9\n"), watch.spells(b"a: v8\n")) == (True, False)


def test_words_of_kustomizations_count_only_in_them() -> None:
    watch = Watch({}, words={SELECTED: {b"v1beta1"}, b"groups": {b"extensions"}})
    both = Watch({}, words={b"groups": {b"extensions", b"policy"}})
    assert [both.may_hold_old(text) for text in (b"groups: policy\n", b"groups: policy, extensions\n", b"groups: a\n")] == [True, True, False]  # fmt: skip
    for text, may, selects in (
        (b"x: v1beta1\n", False, True),
        (b"groups: extensions\n", True, False),
        (b"x: extensions\n", False, False),
    ):
        assert (watch.may_hold_old(text), watch.selects(text)) == (may, selects)


TOP: list[tuple[str, str, tuple[str, str] | int | None]] = [
    ("plain", "apiVersion: v1\nkind: A\n", ("v1", "A")),
    ("quotes", "'apiVersion': \"v1\"\n\"kind\" : 'A'\n", ("v1", "A")),
    ("comments", "# c\n\n  # d\napiVersion: v1 # e\nkind: A\t# f\n", ("v1", "A")),
    ("a marker", "--- # c\n# d\nkind: A\nspec:\n  kind: B\napiVersion: v1\n", ("v1", "A")),
    ("CRLF", "---\r\n\r\napiVersion: v1\r\nkind: A\r\n", ("v1", "A")),
    ("without a last line break", "kind: A\napiVersion: v1", ("v1", "A")),
    ("another key first", "_a: b\napiVersion: v1\nkind: A\n", ("v1", "A")),
    ("a word with a sign behind it", "apiVersion: v1#x\nkind: A\n", None),
    ("no kind", "apiVersion: v1\na: b\n", 1),
    ("neither", "a: b\n", 0),
    ("a list", "- apiVersion: v1\n  kind: A\n", 0),
    ("twice", "kind: A\nkind: B\napiVersion: v1\n", None),
    ("an indented document", "  apiVersion: v1\n  kind: A\n", None),
    ("an empty value", "apiVersion:\nkind: A\n", None),
    ("a value of two words", "apiVersion: v1 beta\nkind: A\n", None),
    ("an anchor", "&a\napiVersion: v1\nkind: A\n", None),
    ("an alias", "apiVersion: v1\n*a : b\n", None),
    ("a tag", "!!map\napiVersion: v1\nkind: A\n", None),
    ("an explicit key", "apiVersion: v1\n? kind\n: A\n", None),
    ("a merge key", "apiVersion: v1\n<<: {}\nkind: A\n", None),
    ("a directive", "%YAML 1.1\n---\nkind: A\napiVersion: v1\n", None),
    ("an escaped key", "kind: A\n\"api\\x56ersion\": v1\n", None),
    ("an escaped key first", '"api\\x56ersion": v1\nkind: A\napiVersion: v2\n', None),
    ("a key in quotes", "kind: A\n\"a b\": c\napiVersion: v1\n", ("v1", "A")),
    ("brackets", "{apiVersion: v1, kind: A}\n", None),
    ("a list in brackets", "[apiVersion]\n", None),
    ("a BOM", "\ufeffapiVersion: v1\nkind: A\n", None),
    ("JSON", '{"apiVersion": "v1", "kind": "A"}', None),
    ("JSON without a kind", ' \n{"apiVersion": "v1", "a": {"kind": "A"}}', 0),
    ("JSON without an apiVersion", '{"kind": "A"}', 0),
    ("JSON that is not", '{"apiVersion": "v1", ', None),
    ("JSON that is nested deep", '{"a":' * 9999, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in TOP], ids=[row[0] for row in TOP])
def test_the_keys_at_the_top_of_a_document(text: str, want: tuple[str, str] | int | None) -> None:
    found = plain_top(text.encode())
    if isinstance(want, tuple):
        assert found is not None
        assert (found[b"apiVersion"].group(4).decode(), found[b"kind"].group(4).decode()) == want
    else:
        assert (None if found is None else len(found)) == want


def glance(text: str, watch: Watch = WATCH) -> tuple[str, str, int]:
    found = watch.glance(RawDocument(0, 11, 0, text.encode()))
    return (found.needs, f"{found.api_version} {found.kind}".strip(), found.line)


GLANCES: list[tuple[str, str, tuple[str, str, int]]] = [
    ("an old object", f"apiVersion: {OLD}\nkind: Ingress\nmetadata:\n  name: web\n", ("known", f"{OLD} Ingress", 11)),
    ("an old version of another kind", f"apiVersion: {OLD}\nkind: Other\n", ("nothing", f"{OLD} Other", 11)),
    ("a kept version of an old kind", f"kind: Ingress\napiVersion: {KEPT}\n", ("known", f"{KEPT} Ingress", 12)),
    ("a kept version of another kind", f"kind: Other\napiVersion: {KEPT}\n", ("nothing", f"{KEPT} Other", 12)),
    ("a list of objects", f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: {OLD}\n", ("parse", "v1 List", 11)),
    ("a stable version without an old kind", "apiVersion: v1\nkind: Service\n", ("nothing", "", 0)),
    ("a stable version beside an old kind", "apiVersion: v1\nkind: Service\na: Endpoints\n", ("nothing", "v1 Service", 11)),
    ("a stable version of an old kind", "apiVersion: v1\nkind: Endpoints\n", ("known", "v1 Endpoints", 11)),
    ("a stable version beside base64", "apiVersion: v1\nkind: Service\na: !!binary x\n", ("nothing", "v1 Service", 11)),
    ("no object", f"a:\n  apiVersion: {OLD}\n", ("nothing", "", 0)),
    ("no kind", f"apiVersion: {OLD}\n", ("parse", "", 0)),
    ("an anchor", f"apiVersion: &a {OLD}\nkind: Ingress\n", ("parse", "", 0)),
    ("a version that begins like an old one", "apiVersion: extensions/v1beta12\nkind: Ingress\n", ("nothing", "", 0)),
    ("an alias and no old version", "apiVersion: *a\nkind: Ingress\n", ("nothing", "", 0)),
    ("an alias and an old version", f"apiVersion: *a\nkind: Ingress\nb: {OLD}\n", ("parse", "", 0)),
    ("an escaped version", 'apiVersion: "extensions\\/v1beta1"\nkind: Ingress\n', ("parse", "", 0)),
    ("an escaped key", f'"\\x61piVersion": {OLD}\nkind: Ingress\n', ("parse", "", 0)),
    ("an escaped anchor", f'"\\x61piVersion": &a {OLD}\nkind: Ingress\n', ("parse", "", 0)),
    ("an escaped anchor and no old version", '"\\x61piVersion": &a v1\nkind: Ingress\n', ("nothing", "", 0)),
    ("a blank line first", f"\nkind: Ingress\napiVersion: {KEPT}\n", ("known", f"{KEPT} Ingress", 13)),
    ("an escape of something else", f'a: "\\x61 {OLD}"\n', ("nothing", "", 0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in GLANCES], ids=[row[0] for row in GLANCES])
def test_what_a_glance_says(text: str, want: tuple[str, str, int]) -> None:
    assert glance(text) == want
    assert WATCH.may_hold_old(text.encode()) == (
        want != ("nothing", "", 0) or ("apiVersion: ext" in text and "beta12" not in text)
    )


def test_every_other_version_is_listed_with_its_line() -> None:
    text = f"a: 1\napiVersion: {OLD}\nkind: Ingress\nb:\n- {{apiVersion: v1}}\n- apiVersion: 'two/v2'\n- apiVersion:\n"
    found = WATCH.glance(RawDocument(0, 11, 0, text.encode()))
    assert (found.line, found.others) == (12, ((15, "v1"), (16, "two/v2")))
    assert WATCH.among(found.others)
    assert not WATCH.among([(1, "other/v1")])


def test_whether_a_version_is_old() -> None:
    kinds = ["Ingress", "Other", ""]
    assert [WATCH.old(OLD, kind) for kind in kinds] == [True, False, True]
    assert [WATCH.old(KEPT, kind) for kind in kinds] == [True, False, True]
    assert [WATCH.old("v1", kind) for kind in ("Endpoints", "Ingress", "")] == [True, False, False]
    assert [WATCH.old("other/v1", kind) for kind in ("Ingress", "")] == [False, True]
    assert [WATCH.gone(version) for version in (OLD, KEPT, "v1", "other/v1")] == [True, False, False, False]
    alpha = Watch({"a/v1alpha1": {"A"}, "b/v1": {"B"}}, kept=["a/v1alpha1", "b/v1"])
    assert [alpha.old("a/v1alpha1", ""), alpha.old("b/v1", "")] == [True, False]


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (f"{OLD} x {KEPT}", [(0, OLD), (21, KEPT)]),
        (f"x{OLD}y", [(1, OLD)]),
        (f"{OLD}{OLD}", [(0, OLD), (18, OLD)]),
        ("v1beta1 /v1beta1 sions/v1beta1", []),
        ("v1", []),
        ("v1 Endpoints v1", [(0, "v1"), (13, "v1")]),
        ("v1 !!binary", [(0, "v1")]),
        ("two/v2", []),
        ("two/v2 X", [(0, "two/v2")]),
    ],
)
def test_where_versions_that_may_be_old_are_written(data: str, written: list[tuple[int, str]]) -> None:
    assert sorted(WATCH.written(data.encode())) == sorted((at, version.encode()) for at, version in written)
    assert WATCH.anywhere(data.encode()) == bool(written)
    assert WATCH.spells(data.encode()) == any(version in (OLD, KEPT) for _, version in written)


def test_base64_may_spell_any_version() -> None:
    assert WATCH.anywhere(b"!!binary")
    assert not WATCH.spells(b"!!binary")


WORDS = Watch({OLD: {"Ingress"}}, words={b"apiGroups": [b"extensions", b"old.io"], b"x": [], SELECTED: [b"Thing"]})
WORDED: list[tuple[str, str, bool]] = [
    ("beside its marker", "apiGroups: [extensions]", True),
    ("below its marker", "apiGroups:\n- old.io\n", True),
    ("in quotes", 'apiGroups: ["extensions"]', True),
    ("without its marker", "groups: [extensions]", False),
    ("beside a marker of no words", "x: extensions", False),
    ("a longer group", "apiGroups: [apiextensions.k8s.io]", False),
    ("a longer word", "apiGroups: [extensionsx, extensions-x, xextensions, extensions.x]", False),
    ("a version", "apiGroups: [extensions/v1beta1]", False),
    ("a subresource", "apiGroups: [extensions/status]", True),
    ("a path", "apiGroups: [a/extensions]", False),
    ("a count", "apiGroups: count/extensions", True),
    ("a dash before", "apiGroups: a-extensions", False),
    ("a dash behind a colon", "apiGroups: ${x:-extensions}", True),
    ("an escaped word", 'apiGroups: "\\x65xtensions"', True),
    ("an escaped marker", '"api\\x47roups": extensions', True),
    ("a dot in a word is a dot", "apiGroups: [oldxio]", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in WORDED], ids=[row[0] for row in WORDED])
def test_a_word_that_names_something_old_counts_beside_its_marker(text: str, want: bool) -> None:
    assert WORDS.may_hold_old(text.encode()) == want
    found = WORDS.glance(RawDocument(0, 1, 0, text.encode()))
    assert found.names == want
    assert not WATCH.may_hold_old(text.encode())


def test_a_word_of_every_level_counts() -> None:
    words = [b"v1alpha1", b"v2beta1", b"v2beta2", b"extensions"]
    watch = Watch({}, words={b"groups": words})
    found = [watch.may_hold_old(b"groups: [%s]" % word) for word in (*words, b"v1beta1", b"v2", b"beta")]
    assert found == [True, True, True, True, False, False, False]


def test_a_kustomization_may_select_what_is_old() -> None:
    assert WORDS.selects(b"kind: Thing")
    assert WORDS.selects(b"kind: T\\u0068ing".replace(b"T\\u0068ing", b'"T\\u0068ing"'))
    assert not WORDS.selects(b"kind: Things")
    assert not WORDS.may_hold_old(b"kind: Thing")
    assert WORDS.markers == [b"apiGroups"]
    assert not WATCH.selects(b"kind: Thing")
    assert WORDS.has_word(b"apiGroups", b"old.io")
    assert not WORDS.has_word(b"none", b"old.io")


NAMES: list[tuple[str, str, bool]] = [
    ("an owner", f"apiVersion: {OLD}\nkind: Other\na:\n- apiVersion: {OLD}\n", True),
    ("only its own version", f"apiVersion: {OLD}\nkind: Ingress\n", False),
    ("another version", f"apiVersion: {OLD}\nkind: Ingress\na:\n  apiVersion: other/v1\n", False),
    ("a text elsewhere", f"apiVersion: {OLD}\nkind: Ingress\na: {OLD}\n", False),
    ("an alias and a text elsewhere", f"apiVersion: {OLD}\nkind: Ingress\na:\n  apiVersion: *b\nc: {OLD}\n", True),
    ("an escape", f"apiVersion: {OLD}\nkind: Ingress\na: '\\'\n", True),
    ("an empty version", f"apiVersion: {OLD}\nkind: Ingress\na:\n  apiVersion:\n", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_an_object_may_name_what_is_old(text: str, want: bool) -> None:
    watch = Watch({OLD: {"Ingress"}}, words={})
    assert watch.glance(RawDocument(0, 1, 0, text.encode())).names == want
    assert not WATCH.glance(RawDocument(0, 1, 0, text.encode())).names


@pytest.mark.parametrize(
    ("data", "want"),
    [
        (b"a", b"a"),
        (b"a\\nb", b"a\\nb"),
        (b"\\x61\\u0062\\U00000063\\/", b"abc/"),
        (b"a\\\n  b\\\r\n\tc", b"abc"),
        (b"\\u0162", b"\\u0162"),
        (b"\\x4", b"\\x4"),
    ],
)
def test_escapes_are_read(data: bytes, want: bytes) -> None:
    assert unescaped(data) == want
    assert unescaped(data) is data or data != want
