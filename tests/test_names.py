"""What an object is called: a scan, which mostly reads bytes, says the same as migrate, which reads the object."""

from __future__ import annotations

import random
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.manifests import tree
from kconv.manifests.scan_names import name_in
from kconv.manifests.split import Block, split
from kconv.names import Release, name_of
from kconv.pipeline.migrate import Options, migrate, scan
from tests.manifests.random_documents import Printer

OPTIONS = Options(target=Release(32))
ROLE = "apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: Role\n"
RULES = "rules: []\n"


class Case(NamedTuple):
    """How metadata is written, and the name that it gives; ``glimpsed`` where the bytes alone must tell it."""

    name: str
    metadata: str
    called: str
    glimpsed: bool = False


CASES = [
    Case("plain", "metadata:\n  name: web\n", "web", True),
    Case("with a comment", "metadata: # c\n  # c\n\n  name: web # c\n", "web", True),
    Case("in quotes", "metadata:\n  name: \"web\"\n", "web", True),
    Case("in single quotes", "metadata:\n  name: 'web'\n", "web", True),
    Case("a true that is a text", "metadata:\n  name: 'true'\n", "true", True),
    Case("behind other fields", "metadata:\n  namespace: a:b#c\n  labels: {a: b}\n  finalizers: [a]\n  annotations:\n    a/b: 'it''s: \"'\n    \"c\": \"{\\\"\"\n  ownerReferences:\n  - name: other\n    x: y\n  name: web\n", "web", True),
    Case("before other fields", "metadata:\n  name: web\n  labels:\n    name: other\n", "web", True),
    Case("behind a map with a name", "metadata:\n  labels:\n    name: other\n  name: web\n", "web", True),
    Case("behind spec", "spec:\n  metadata:\n    name: other\n  name: other\nmetadata:\n  name: web\n", "web", True),
    Case("deeply indented", "metadata:\n        name: web\n", "web", True),
    Case("no space before the value's end", "metadata:\n  name: a#b\n", "a#b"),
    Case("flow style", "metadata: {name: web}\n", "web"),
    Case("flow style, nested", "metadata: {labels: {name: other}, name: web}\n", "web"),
    Case("flow style over lines", "metadata: {\n  labels: {\n  name: other}, # c\n  name: web\n  }\n", "web"),
    Case("flow style like JSON", "metadata: {\"name\":\"web\"}\n", "web"),
    Case("flow style on a line of its own", "metadata:\n  {name: web}\n", "web"),
    Case("a quoted key", "metadata:\n  \"name\": web\n", "web"),
    Case("a key in single quotes", "metadata:\n  'name': web\n", "web"),
    Case("a quoted metadata", "\"metadata\":\n  name: web\n", "web"),
    Case("an escaped key", "metadata:\n  \"n\\u0061me\": web\n", "web"),
    Case("a space before the colon", "metadata :\n  name : web\n", "web"),
    Case("a value with spaces", "metadata:\n  name: my web\n", "my web"),
    Case("a quoted value with spaces", "metadata:\n  name: \" my web \"\n", " my web "),
    Case("a value with an escape", "metadata:\n  name: \"w\\x65b\"\n", "web"),
    Case("a value with a quote", "metadata:\n  name: 'it''s'\n", "it's"),
    Case("a value on the next line", "metadata:\n  name:\n    web\n", "web"),
    Case("a value that goes on", "metadata:\n  name: web\n    more\n", "web more"),
    Case("a value that goes on behind a blank line", "metadata:\n  name: web\n\n    more\n", "web\nmore"),
    Case("a value of two lines in quotes", "metadata:\n  name: \"web\n  more\"\n", "web more"),
    Case("a block scalar", "metadata:\n  name: |-\n    web\n", "web"),
    Case("a folded scalar", "metadata:\n  name: >-\n    web\n    more\n", "web more"),
    Case("letters of another script", "metadata:\n  name: wéb\n", "wéb", True),
    Case("behind a block scalar that says one", "metadata:\n  annotations:\n    a: |\n      name: other\n  name: web\n", "web"),
    Case("behind quotes that say one", "metadata:\n  labels: {a: \"\n  name: other\n  \"}\n  name: web\n", "web"),
    Case("behind quotes that say metadata", "note: \"\nmetadata:\n  name: other\n\"\nmetadata:\n  name: web\n", "web"),
    Case("behind a plain text that goes on", "metadata:\n  namespace: a\n    b\n  name: web\n", "web", True),
    Case("an anchor on the value", "metadata:\n  name: &n web\n", "web"),
    Case("an anchor on metadata", "metadata: &m\n  name: web\n", "web"),
    Case("an alias", "metadata:\n  labels: {a: &n web}\n  name: *n\n", "web"),
    Case("an alias of all metadata", "base: &m {name: web}\nmetadata: *m\n", "web"),
    Case("a merge key", "base: &m {name: web}\nmetadata:\n  <<: *m\n", "web"),
    Case("a merge key that is overruled", "base: &m {name: other}\nmetadata:\n  <<: *m\n  name: web\n", "web"),
    Case("a tag", "metadata:\n  name: !!str 7\n", "7"),
    Case("CRLF", "metadata:\r\n  name: web\r\n", "web", True),
    Case("a carriage return in a comment", "metadata:\n  # c\r  name: web\n", "web"),
    Case("a line separator in a comment", "metadata:\n  # c\u2028  name: web\n  labels: {}\n", "web"),
    Case("generateName", "metadata:\n  generateName: web-\n", "web-"),
    Case("generateName and name", "metadata:\n  generateName: web-\n  name: web\n", "web", True),
    Case("generateName and an empty name", "metadata:\n  generateName: web-\n  name: ''\n", "web-"),
    Case("generateName and a null name", "metadata:\n  generateName: web-\n  name:\n", "web-"),
    Case("generateName in flow style", "metadata: {generateName: web-}\n", "web-"),
    Case("a number", "metadata:\n  name: 7\n", "7"),
    Case("zero", "metadata:\n  name: 0\n", "0"),
    Case("an octal number", "metadata:\n  name: 0777\n", "511"),
    Case("a whole float", "metadata:\n  name: 1e3\n", "1000"),
    Case("a float", "metadata:\n  name: 1.50\n", "1.5"),
    Case("a date, which is a text", "metadata:\n  name: 2020-01-01\n", "2020-01-01"),
    Case("true", "metadata:\n  name: true\n", "true"),
    Case("yes, which is true", "metadata:\n  name: yes\n", "true"),
    Case("no, which is false", "metadata:\n  name: No\n", "false"),
    Case("null", "metadata:\n  name: null\n", ""),
    Case("a tilde", "metadata:\n  name: ~\n", ""),
    Case("a map for a name", "metadata:\n  name: {a: b}\n", ""),
    Case("a list for a name", "metadata:\n  name:\n  - web\n", ""),
    Case("no metadata", "", ""),
    Case("metadata without a name", "metadata:\n  labels:\n    name: other\n", ""),
    Case("metadata that is null", "metadata: null\n", ""),
    Case("metadata with nothing behind it", "metadata:\n", ""),
    Case("metadata that is empty", "metadata: {}\n", ""),
    Case("metadata that is a list", "metadata:\n- name: web\n", ""),
    Case("metadata that is a text", "metadata: web\n", ""),
    Case("metadata of something else", "spec:\n  metadata:\n    name: web\n", ""),
]  # fmt: skip


def names(run: Any, folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, kind and name of all that a run tells of a file."""
    path = folder / "a.yaml"
    path.write_bytes(text.encode())
    (outcome,) = run([str(path)], OPTIONS)
    return [(each.line, each.kind, each.name) for each in outcome.documents]


@pytest.mark.parametrize("case", CASES, ids=attrgetter("name"))
def test_a_name_is_found_however_it_is_written(case: Case, tmp_path: Path) -> None:
    text = ROLE + case.metadata + RULES
    assert names(scan, tmp_path, text) == [(1, "Role", case.called)]
    assert names(migrate, tmp_path, text) == [(1, "Role", case.called)]
    assert glimpsed(text) == (case.called if case.glimpsed else glimpsed(text))
    assert glimpsed(text) in ("", case.called)


def glimpsed(text: str) -> str:
    """The name that the bytes are sure of, "" where they are not."""
    (document,) = split(Block(1, 0, text.encode()))
    name, is_sure = name_in(document.data)
    return name if is_sure else ""


TEXTS = ["web", "a b", "it's", '"', "true", "7", "0x1F", "", "é", "a#b", "a: b", "# c", "l1\nl2\n", "name: x", "null"]
VALUES = st.sampled_from([*TEXTS, 7, 0, 1.5, True, False, None, {}, [], {"name": "other"}, [{"name": "other"}]])
METADATA = st.dictionaries(st.sampled_from(["name", "generateName", "namespace", "labels", "x y"]), VALUES, max_size=5)


def written(metadata: Any, others: list[str], seed: int) -> str:
    """A Role with this metadata, in any order and style."""
    dice = random.Random(seed)
    printer = Printer(dice, flow=dice.choice([0, 0.3]), aliases=dice.random() < 0.3, odd=dice.random() < 0.5)
    fields = {"metadata": metadata, **{other: {"metadata": metadata, "name": "other"} for other in others}}
    keys = dice.sample([*fields], len(fields))
    lines = printer.block({key: fields[key] for key in keys}, 0, ())
    return ROLE + "\n".join(lines) + "\n"


@given(METADATA | VALUES, st.lists(st.sampled_from(["spec", "rules", "note"]), unique=True), st.integers(0, 2**32))
def test_what_the_bytes_tell_is_the_name(metadata: Any, others: list[str], seed: int) -> None:
    text = written(metadata, others, seed)
    assert glimpsed(text) in ("", name_of(tree.parse(text).value))


BESIDE = [
    'a: "\nmetadata:\n  name: other\n"\n',
    "b: {c: d,\nmetadata:\n  name, e: f}\n",
    "c: |\n  metadata:\n    name: other\n",
    "d: x\n  y\n",
    "e:\n  metadata:\n    name: other\n  name: other\n",
    "f:\n- name: other\n  metadata:\n    name: other\n",
    "# name: other\n\n",
    "g: 'it''s: \"'\n",
    "h: a \"b # '\n",
]
"""Entries beside metadata."""
INSIDE = [
    '  a: "\n  name: other\n  "\n',
    "  b: '\n  name: other\n  '\n",
    '  c: {d: "\n  name: other\n  "}\n',
    "  d: [e,\n  name: other\n  ]\n",
    '  "e": {d: {\n  name: other}, f: g}\n',
    "  f g: |\n    name: other\n",
    "  g: x\n    y\n",
    "  h:\n    name: other\n",
    '  i:\n  - name: other\n  - - "\n  name: other"\n',
    "  # name: other\n",
    "  generateName: other\n",
    "  k: &n\n    name: other\n",
    "  l: !!str\n    x\n",
    "  m: 'a: b' # \"\n",
]
"""Entries of metadata."""
NAMED = [
    "  name: web\n", "  name: web\n    y\n", "  name: web # c\n", '  name: "web"\n', '  name: "we\n  name: b"\n', "  name: 7\n", "  name: yes\n",
    '  "name": web\n', "  name: &a web\n", "  name: web\n\n\n    y\n", "  name: |\n    web\n", "  name:\n    web\n", "  name: web\n    \u00e9\n", "",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(BESIDE), unique=True),
    st.lists(st.sampled_from(INSIDE), unique=True),
    st.sampled_from(NAMED),
    st.randoms(),
)
def test_no_line_of_another_text_is_taken_for_the_name(
    beside: list[str], inside: list[str], named: str, dice: random.Random
) -> None:
    entries = dice.sample([*inside, named], len(inside) + 1)
    text = ROLE + "".join(dice.sample([*beside, "metadata:\n" + "".join(entries)], len(beside) + 1))
    assert glimpsed(text) in ("", name_of(tree.parse(text).value))


@given(st.lists(st.tuples(METADATA | VALUES, st.integers(0, 2**32)), min_size=1, max_size=8))
def test_a_scan_gives_every_object_the_name_that_migrate_gives_it(
    tmp_path_factory: pytest.TempPathFactory, documents: list[tuple[Any, int]]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    texts = [written(metadata, ["rules"], seed) for metadata, seed in documents]
    told = names(scan, folder, "---\n".join(texts))
    assert told == names(migrate, folder, "---\n".join(texts))
    assert [name for _, _, name in told] == [name_of(tree.parse(text).value) for text in texts]


def test_an_object_that_cannot_be_read_has_the_name_that_it_seems_to_have(tmp_path: Path) -> None:
    text = ROLE + "metadata:\n  labels: {a: *nowhere}\n  name: web\n"
    for run in (scan, migrate):
        assert [name for _, _, name in names(run, tmp_path, text)] == ["web"]
