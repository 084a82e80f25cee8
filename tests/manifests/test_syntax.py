"""A syntax is one file: it says how text becomes a tree and how values become text, and its place registers it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.manifests import edit, places, syntax, tree
from kconv.manifests.protocols import Syntax
from kconv.manifests.split import RawDocument
from kconv.paths import parse as path
from kconv.paths import same
from kconv.pipeline import reading

MOVE = [(path("spec.backend.serviceName"), path("spec.backend.service.name"))]


class Case(NamedTuple):
    """Documents of a syntax that no other takes, and the first one's text after MOVE."""

    document: str
    rewritten: str
    others: tuple[str, ...] = ()


CASES = {
    "json": Case(
        '{"spec": {"backend": {"serviceName": "web"}}, "x": 1.0}',
        '{"spec": {"backend": {"service": {"name": "web"}}}, "x": 1.0}',
        ('---\n{"a": [1, 2.5, null]}', '\n {"a": {}}\n'),
    ),
    "yaml": Case(
        "spec:\n  # why\n  backend:\n    serviceName: web # who\nx: 1.0\n",
        "spec:\n  # why\n  backend:\n    service:\n      name: web # who\nx: 1.0\n",
        ('{"a": 1, b: 2}', "a: |\n  b", "---\n'a': [1]\n...\n", "{a: 1} # JSON has no comments\n"),
    ),
}
DOCUMENTS = [(name, text) for name, case in CASES.items() for text in (case.document, *case.others)]
TEXTS = [text for _, text in DOCUMENTS]


def read(text: str) -> tree.Document:
    return reading.tree(RawDocument(0, 1, 0, text.encode()), "f")[0]


def moved(document: tree.Document) -> str:
    target: dict[str, Any] = read(document.text).value
    backend = target["spec"]["backend"]
    backend["service"] = {"name": backend.pop("serviceName")}
    return edit.rewrite(document, target, MOVE).text


def test_every_syntax_has_its_cases() -> None:
    assert {each.name for each in syntax.every()} == set(CASES)


@pytest.mark.parametrize(("name", "text"), DOCUMENTS)
def test_a_document_is_read_in_its_syntax(name: str, text: str) -> None:
    document = read(text)
    assert document.syntax.name == name
    assert same(document.syntax.value(document.text), document.value)
    assert places.read(document.text, syntax=document.syntax).document.value == document.value


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_field_moves_with_its_text(case: Case) -> None:
    assert moved(read(case.document)) == case.rewritten


@pytest.mark.parametrize("text", TEXTS)
def test_an_unchanged_document_keeps_its_text(text: str) -> None:
    document = read(text)
    assert edit.rewrite(document, read(text).value).text == document.text


@pytest.mark.parametrize("text", TEXTS)
def test_a_closed_text_ends_its_line_and_keeps_its_value(text: str) -> None:
    document = read(text)
    closed = edit.closed(document)
    assert closed.endswith("\n")
    assert same(tree.parse(closed, syntax=document.syntax).value, document.value)


@pytest.mark.parametrize("each", syntax.every(), ids=attrgetter("name"))
def test_a_new_scalar_is_read_as_what_was_written(each: Syntax) -> None:
    source = '{"k": 0}' if each.name == "json" else "k: 0\n"
    for value in ("on", "1e3", "a: b # c", "", "l\nm\n", 7, 1.5, True, None, [], {}):
        text = edit.rewrite(tree.parse(source, syntax=each), {"k": value}).text
        assert same(tree.parse(text, syntax=each).value, {"k": value})


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Adds the files of a folder to those of the syntaxes."""

    def add(folder: Path) -> None:
        monkeypatch.setattr(syntax, "__path__", [*syntax.__path__, str(folder)])

    before = set(sys.modules)
    syntax.every.cache_clear()
    yield add
    syntax.every.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith(f"{syntax.__name__}."):
            del sys.modules[name]


@pytest.fixture
def third(more: Callable[[Path], None]) -> None:
    more(Path(__file__).parent / "more_syntaxes")


def test_syntaxes_are_tried_in_the_order_of_their_names_and_yaml_at_last(
    more: Callable[[Path], None], tmp_path: Path
) -> None:
    for file in ("z.py", "c.py", "b.py", "x.py", "a.py", "y.py", "_no.py", "no.txt", "no"):
        (tmp_path / file).write_text("from types import SimpleNamespace\nSYNTAX = SimpleNamespace(name=__name__[-1])\n")
    more(tmp_path)
    assert [each.name for each in syntax.every()] == ["a", "b", "c", "json", "x", "y", "z", "yaml"]


@pytest.mark.usefixtures("third")
def test_one_file_adds_a_syntax() -> None:
    text = "spec:\n  backend:\n    serviceName: {{ .Values.name }} # who\n  port: {{ .Values.port }}\n"
    document = read(text)
    assert document.syntax.name == "actions"
    assert document.value["spec"]["port"] == "{{ .Values.port }}"
    assert moved(document) == (
        "spec:\n  backend:\n    service:\n      name: {{ .Values.name }} # who\n  port: {{ .Values.port }}\n"
    )
    target = {"spec": {"backend": {"serviceName": "{{ .new }}"}, "ports": ["{{ .Values.port }}", "{x}"]}}
    written = edit.rewrite(document, target).text
    assert (
        written == 'spec:\n  backend:\n    serviceName: {{ .new }} # who\n  ports:\n  - {{ .Values.port }}\n  - "{x}"\n'
    )
    assert read("a: 1\n").syntax.name == "yaml"
