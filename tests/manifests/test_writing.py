"""What keeps a text from being written: another value, a comment more or less, a file that is not as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kconv.errors import ManifestError
from kconv.manifests import atomic, edit, render, source, tree
from kconv.manifests.protocols import Style
from kconv.manifests.syntax import json, yaml
from kconv.manifests.verify import difference, read_back, verify
from kconv.placeholders import Unquoted

DIFFERENCES: list[tuple[Any, Any, tuple[Any, ...] | None]] = [
    (1, 1, None),
    (1, 2, ()),
    (1, True, ()),
    (0, False, ()),
    (None, False, ()),
    (None, None, None),
    ("1", 1, ()),
    (1, 1.0, None),
    (2, 1.0, ()),
    (1.0, 1, ()),
    (1, 1.5, ()),
    (1.5, 1.5, None),
    (True, 1.0, ()),
    ({}, [], ()),
    ({}, None, ()),
    ([], "", ()),
    ({"a": 1}, {}, ("a",)),
    ({}, {"a": None}, ("a",)),
    ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ("b",)),
    ({"b": 2, "a": 1}, {"a": 1, "b": 2}, None),
    ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, ("a", "b", 1, "c")),
    ([1, 2], [1], (1,)),
    ([1], [1, 2], (1,)),
    ([], [], None),
    ([[1]], [[2]], (0, 0)),
    ("${a}", Unquoted("${a}"), None),
    ("${b}", Unquoted("${a}"), ()),
]


@pytest.mark.parametrize(("left", "right", "want"), DIFFERENCES)
def test_the_first_difference_of_two_values(left: Any, right: Any, want: tuple[Any, ...] | None) -> None:
    assert difference(left, right) == want
    exact = () if type(right) is float and type(left) is int else want
    assert difference(left, right, json.SYNTAX) == exact


def test_a_text_that_cannot_be_read_back_is_named_by_its_document() -> None:
    document = tree.parse("a: 1\n", file="f", first_line=11)
    with pytest.raises(
        ManifestError, match=r"the converted text cannot be read: .*no anchor.* \(its line 3\)"
    ) as raised:
        read_back(document, "a: 1\nb:\n- *x\n")
    assert (raised.value.file, raised.value.line) == ("f", 11)
    assert "please report it" in raised.value.hint
    with pytest.raises(ManifestError, match="its line 1") as raised:
        read_back(tree.parse("{}", file="f", first_line=2, syntax=json.SYNTAX), "{")
    assert raised.value.line == 2
    with pytest.raises(ManifestError) as raised:
        read_back(document, "a: 'b\n")
    assert raised.value.hint == "close it"
    found = read_back(document, "a: 2\n")
    assert (found.value, found.source.file, found.source.first_line) == ({"a": 2}, "f", 11)


@pytest.mark.parametrize(
    ("before", "written", "comment"),
    [
        ("a: 1 # b\n", "a: 1\n", "# b"),
        ("a: 1\n", "a: 1 # b\n", "# b"),
        ("a: 1 # b\n", "a: 1 # b\n# b\n", "# b"),
        ("# b\na: 1 # b\n", "a: 1 # b\n", "# b"),
        ("a: 1 # b\n", "a: 1 # c\n", "# b"),
        ("a: 1 # b\n", "a: 1 # b\n# c\n", "# c"),
    ],
)
def test_a_comment_more_or_less_is_a_fault(before: str, written: str, comment: str) -> None:
    document = tree.parse(before, file="f", first_line=11)
    found = yaml.SYNTAX.comments(before, document.root)
    with pytest.raises(ManifestError, match=f"loses or gains the comment '{comment}'") as raised:
        verify(document, found, tree.parse(written), {"a": 1})
    assert (raised.value.file, raised.value.line) == ("f", 11)
    assert "please report it" in raised.value.hint
    verify(document, found, tree.parse(before), {"a": 1})


def test_a_value_that_differs_is_a_fault_with_its_path() -> None:
    document = tree.parse("a: [1]\n", file="f", first_line=11)
    with pytest.raises(ManifestError, match="does not read as the converted object") as raised:
        verify(document, [], document, {"a": [2]})
    error = raised.value
    assert (error.file, error.line, error.path) == ("f", 11, "a[0]")
    assert "please report it" in error.hint


@pytest.mark.parametrize("text", ["a:\n- b: 1\n", "a: [{b: 1}]\n", "a: [{b: 1}]"])
def test_a_value_that_cannot_be_written_is_named_by_its_path(text: str) -> None:
    document = tree.parse(text, file="f", first_line=11)
    with pytest.raises(ManifestError, match="not a value that JSON") as raised:
        edit.rewrite(document, {"a": [{"b": float("nan")}]})
    assert (raised.value.path, raised.value.file, raised.value.line) == ("a[0].b", "f", 11)


UNQUOTED: list[tuple[str, str, str | None]] = [
    ("a: 1\n", "${b}", "a: ${b}\n"),
    ("a: {c: 1}\n", "${b}", None),
    ("a: {c: 1}\n", "$b", "a: {c: $b}\n"),
    ("a: 1\n", "%b%", None),
    ("a: 1\n", "{{ b }}", None),
    ("a: 1\n", "#{b}#", None),
    ("a: 1\n", "on", None),
    ("a: 1\n", "b: c", None),
]


@pytest.mark.parametrize(("text", "placeholder", "want"), UNQUOTED)
def test_a_placeholder_without_quotes_stands_where_yaml_reads_it_as_it_is(
    text: str, placeholder: str, want: str | None
) -> None:
    value = Unquoted(placeholder)
    target = {"a": {"c": value}} if "{" in text else {"a": value}
    if want is not None:
        assert edit.rewrite(tree.parse(text), target).text == want
        return
    with pytest.raises(ManifestError, match="is not valid without quotes") as raised:
        edit.rewrite(tree.parse(text), target)
    assert ("inside of { } or [ ]" in raised.value.reason) == ("{" in text)
    assert raised.value.hint.startswith(
        "write the map over several lines" if "{" in text else "migrate what it renders"
    )


@pytest.mark.parametrize("text", ['{"a": 1}', "{}", '{"a": 1}\n'])
def test_a_placeholder_cannot_stand_in_json(text: str) -> None:
    with pytest.raises(ManifestError, match="in JSON"):
        edit.rewrite(tree.parse(text, syntax=json.SYNTAX), {"a": Unquoted("${b}")})


SCALARS: list[tuple[Any, str | None, bool, str, str]] = [
    ("a", None, False, "a", '"a"'),
    ("a", "", False, "a", '"a"'),
    ("a", "'", False, "'a'", '"a"'),
    ("a", '"', False, '"a"', '"a"'),
    ("on", "", False, "'on'", '"on"'),
    ("on", "'", True, "'on'", '"on"'),
    ("a,b", "", False, "a,b", '"a,b"'),
    ("a,b", "", True, "'a,b'", '"a,b"'),
    ("a\nb", "'", False, '"a\\nb"', '"a\\nb"'),
    (1, "'", False, "1", "1"),
    (None, None, False, "null", "null"),
    ({}, None, False, "{}", "{}"),
    ([], None, False, "[]", "[]"),
]


@pytest.mark.parametrize(("value", "quote", "flow", "want", "as_json"), SCALARS)
def test_a_scalar_on_one_line(value: Any, quote: str | None, flow: bool, want: str, as_json: str) -> None:
    assert render.leaf(value, quote, flow=flow, style=Style(yaml.SYNTAX, quote="'")) == want
    assert render.leaf(value, quote, flow=flow, style=Style(json.SYNTAX)) == as_json


def test_new_strings_are_quoted_where_most_are() -> None:
    quoting = Style(yaml.SYNTAX, quote="'", quote_strings=True)
    assert [render.leaf("a", quote, style=quoting) for quote in (None, "", "'", '"')] == ["'a'", "a", "'a'", '"a"']
    keys = [render.key("a", quote, flow=flow, style=style) for style in (Style(yaml.SYNTAX), Style(yaml.SYNTAX, key_quote="'"), Style(yaml.SYNTAX, quote_keys=True)) for flow in (False, True) for quote in (None, "", "'")]  # fmt: skip
    assert keys == ["a", "a", "'a'", "a", "a", "'a'", "'a'", "a", "'a'", "a", "a", "'a'", "a", "a", "'a'", '"a"', "a", "'a'"]  # fmt: skip
    assert render.key("on", style=Style(yaml.SYNTAX, quote="'")) == "'on'"
    assert render.key("a,b", flow=True) == '"a,b"'
    assert render.key("a,b") == "a,b"


LITERALS: list[tuple[str, str | None]] = [
    ("a\nb\n", "|\n  a\n  b"),
    ("a\nb", "|-\n  a\n  b"),
    ("a\n", "|\n  a"),
    ("a", None),
    ("", None),
    ("\n", None),
    ("a\n\n  b\n", "|\n  a\n\n    b"),
    ("a\n\n", None),
    ("\na\n", None),
    (" a\nb\n", None),
    ("\ta\nb\n", None),
    ("a \nb\n", None),
    ("a\n  \nb\n", None),
    ("a\r\nb\n", None),
    ("a\rb\nc\n", None),
    ("a\x07\nb\n", None),
    ("# a\n- b\n", "|\n  # a\n  - b"),
]


@pytest.mark.parametrize(("text", "want"), LITERALS, ids=[ascii(row[0]) for row in LITERALS])
def test_a_text_of_several_lines_is_a_block_if_it_can_be(text: str, want: str | None) -> None:
    assert render.literal(text, 2, "\n") == want
    assert render.literal(text, 2, "\r\n") == (want and want.replace("\n", "\r\n"))
    if want is not None:
        assert tree.parse(f"a: {want}\n").value == {"a": text}


BLOCKS: list[tuple[Any, dict[str, Any], list[str]]] = [
    ({"a": {"b": 1}}, {}, ["a:", "  b: 1"]),
    ({"a": [{"b": [1]}, [2, [3]], [], {}]}, {}, ["a:", "- b:", "  - 1", "- - 2", "  - - 3", "- []", "- {}"]),
    ({"a": [{"b": [1]}]}, {"dash": 2, "step": 4}, ["a:", "  - b:", "      - 1"]),
    ({"a": {"b": {"c": 1}}}, {"step": 3}, ["a:", "   b:", "      c: 1"]),
    ({"a": {"b": "c\nd\n"}}, {"step": 4}, ["a:", "    b: |", "        c", "        d"]),
    (["a\nb\n"], {}, ["- |", "  a", "  b"]),
    (["a\nb\n"], {"step": 4}, ["- |", "    a", "    b"]),
    ({"a": "b", "on": "c"}, {"key_quote": "'", "quote": "'", "quote_strings": True}, ["'a': 'b'", "'on': 'c'"]),
    ([[["a"]]], {}, ["- - - a"]),
]


@pytest.mark.parametrize(("value", "style", "want"), BLOCKS)
def test_new_values_in_blocks(value: Any, style: dict[str, Any], want: list[str]) -> None:
    assert render.block(value, Style(yaml.SYNTAX, **style)) == want
    assert tree.parse("\n".join(want) + "\n").value == value


def test_a_comment_stands_behind_an_entrys_first_line() -> None:
    style = Style(yaml.SYNTAX, step=4, dash=1)
    entries = [render.entry(head, value, 1, style, " # c") for head, value in (("a:", 1), ("a:", {"b": 1}), ("a:", [1]), ("- &x", {"b": 1}), ("-", [1]), ("a:", "b\nc\n"), ("a:", {}))]  # fmt: skip
    assert entries == [[" a: 1 # c"], [" a: # c", "     b: 1"], [" a: # c", "  - 1"], [" - &x # c", "   b: 1"], [" - # c", "   - 1"], [" a: | # c", "     b", "     c"], [" a: {} # c"]]  # fmt: skip


FLOWS: list[tuple[Any, dict[str, Any], str | None, str]] = [
    ({"a": [1, {"b": "c,d"}], "e": {}}, {}, None, '{a: [1, {b: "c,d"}], e: {}}'),
    ({"a": 1, "b": [2]}, {"colon": ":", "comma": ",", "pad": " ", "quote_keys": True}, None, '{ "a":1,"b":[ 2 ] }'),
    ({"a": [1, 2]}, {"unit": "\t"}, "", "{\n\ta: [\n\t\t1,\n\t\t2\n\t]\n}"),
    ({"a": []}, {"unit": "  ", "eol": "\r\n"}, "  ", "{\r\n    a: []\r\n  }"),
    ([], {}, "", "[]"),
    ("on", {}, None, '"on"'),
]


@pytest.mark.parametrize(("value", "style", "indent", "want"), FLOWS)
def test_new_values_in_brackets(value: Any, style: dict[str, Any], indent: str | None, want: str) -> None:
    assert render.flow(value, Style(yaml.SYNTAX, **style), indent) == want


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "tree/a.yaml"
    path.parent.mkdir()
    path.write_bytes(b"old\n")
    return path


def replaced(path: Path, root: Path | None = None) -> ManifestError | None:
    try:
        atomic.replace(str(path), b"new\r\n", source.read(str(path)).seen, str(root or path.parent))
    except ManifestError as error:
        return error
    return None


def test_a_file_is_replaced_and_nothing_stays_beside_it(manifest: Path) -> None:
    assert replaced(manifest) is None
    assert manifest.read_bytes() == b"new\r\n"
    assert list(manifest.parent.iterdir()) == [manifest]
    assert replaced(manifest, Path("/")) is None


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o4755, 0o220])
def test_the_mode_stays(mode: int, manifest: Path) -> None:
    manifest.chmod(mode)
    assert replaced(manifest) is None
    assert stat.S_IMODE(manifest.stat().st_mode) == mode


def test_the_owner_stays_where_the_system_allows_it(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owners: list[tuple[int, int]] = []

    def refuse(_: int, owner: int, group: int) -> None:
        owners.append((owner, group))
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    assert replaced(manifest) is None
    assert owners == [(manifest.stat().st_uid, manifest.stat().st_gid)]


REFUSED: list[tuple[str, Callable[[Path], object], str, str]] = [
    ("a file that nobody may write", lambda path: path.chmod(0o444), "the file is read-only", "chmod u+w"),
    ("a file that is shorter now", lambda path: path.write_bytes(b"o"), "changed on disk", "run again"),
    ("a file that is another now", lambda path: path.with_name("b").rename(path), "changed on disk", "run again"),
    ("a file that is gone", lambda path: path.unlink(), "cannot be written: No such file", "unchanged"),
]


@pytest.mark.parametrize(("change", "says", "hint"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_would_surprise_the_files_owner_is_refused(
    change: Callable[[Path], object], says: str, hint: str, manifest: Path
) -> None:
    manifest.with_name("b").write_bytes(b"old\n")
    seen = source.read(str(manifest)).seen
    change(manifest)
    before = {path: path.read_bytes() for path in manifest.parent.iterdir()}
    with pytest.raises(ManifestError, match=says) as raised:
        atomic.replace(str(manifest), b"new\n", seen, str(manifest.parent))
    assert raised.value.file == str(manifest)
    assert hint in raised.value.hint
    assert {path: path.read_bytes() for path in manifest.parent.iterdir()} == before


def test_what_is_not_a_regular_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    seen = source.Seen.of(path.stat())
    with pytest.raises(ManifestError, match="not a regular file") as raised:
        atomic.replace(str(path), b"new\n", seen, str(tmp_path))
    assert "standard output" in raised.value.hint
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_link_is_followed_inside_of_its_tree_only(manifest: Path) -> None:
    link, folder = manifest.with_name("l.yaml"), manifest.parent / "d"
    link.symlink_to("a.yaml")
    folder.mkdir()
    assert replaced(link) is None
    assert (link.is_symlink(), manifest.read_bytes()) == (True, b"new\r\n")
    error = replaced(link, folder)
    assert error is not None
    assert f"a symlink leads out of {folder} to {manifest}" in error.reason
    assert str(manifest) in error.hint
    assert replaced(manifest, manifest.parent.parent / "tre") is not None


def test_a_long_name_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 120 + ".yaml")
    path.write_bytes(b"old\n")
    assert replaced(path) is None
    assert path.read_bytes() == b"new\r\n"


def test_what_is_written_is_hidden_and_no_manifest_until_it_is_whole(manifest: Path) -> None:
    seen, names = source.read(str(manifest)).seen, set[str]()
    for _ in range(2):
        with suppress(KeyboardInterrupt), atomic.replacing(str(manifest), seen, str(manifest.parent)) as out:
            out.write(b"half")
            (draft,) = (path for path in manifest.parent.iterdir() if path != manifest)
            assert stat.S_IMODE(draft.stat().st_mode) == stat.S_IMODE(manifest.stat().st_mode)
            names.add(draft.name)
            raise KeyboardInterrupt
    assert len(names) == 2
    assert all(name.startswith(".a.yaml.kconv-") and len(name) == 26 for name in names)
    assert list(manifest.parent.iterdir()) == [manifest]


def test_it_is_on_the_disk_before_it_takes_the_files_place(manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, move = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append(f"sync {os.fstat(handle).st_size}"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda old, new: (steps.append("move"), move(old, new)))
    assert replaced(manifest) is None
    assert steps == ["sync 5", "move"]


@pytest.mark.parametrize(
    ("mode", "want"), [(0o644, True), (0o200, True), (0o002, True), (0o444, False), (0o555, False)]
)
def test_whether_a_file_may_be_written(mode: int, want: bool, manifest: Path) -> None:
    manifest.chmod(mode)
    assert atomic.writable(str(manifest)) == (want and os.access(manifest, os.W_OK))


def test_a_file_that_the_system_does_not_let_us_write_is_refused(
    manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert not atomic.writable(str(manifest))
    error = replaced(manifest)
    assert error is not None
    assert "read-only" in error.reason
