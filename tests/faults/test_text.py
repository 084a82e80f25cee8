"""Texts made to break a reader: what cannot be read is reported with its line and left unchanged, in bounded memory."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.running import KCONV, NEW, OLD, kconv, measured, megabytes, names

OBJECT = "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata:\n  name: web\n"
JSON = '{"apiVersion": "extensions/v1beta1", "kind": "Deployment",'
MEMORY = 150
"""Megabytes that no hostile text may need."""


class Bad(NamedTuple):
    """A text that is refused at a line (0: any), with words of the reason."""

    name: str
    data: str | bytes
    line: int
    reason: str
    file: str = "bad.yaml"


def merges(count: int) -> str:
    """Maps that each inherit all of the one before, and add one key."""
    maps = (f"a{n}: &a{n}\n  <<: *a{n - 1}\n  k{n}: 1\n" for n in range(1, count))
    return f"{OBJECT}a0: &a0\n  k0: 1\n" + "".join(maps)


def bomb(levels: int) -> str:
    """Lists of ten aliases of the list before: 10 to the power of ``levels`` values."""
    return f"{OBJECT}a0: &a0 [lol]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, levels)
    )


def many_merges(keys: int, maps: int) -> str:
    """One large map, merged into many."""
    base = "".join(f"  k{n}: 1\n" for n in range(keys))
    return f"{OBJECT}b: &b\n{base}" + "".join(f"m{n}:\n  <<: *b\n" for n in range(maps))


def chain(count: int) -> str:
    """Each alias one list deeper than the one before: nested by names and not by brackets."""
    return f"{OBJECT}a0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, count))


DEEP, BOMB, UTF8 = "nested deeper than", "aliases expand to more than", "not UTF-8: byte 0xff"
CONTROL, WIDE = "control characters are not allowed", "and Kubernetes reads UTF-8"
BAD = [
    Bad("10,000 braces", f"{OBJECT}x: {'{a: ' * 10_000}{'}' * 10_000}\n", 5, DEEP),
    Bad("10,000 braces that stay open", f"{OBJECT}x: {'{a: ' * 10_000}\n", 5, DEEP),
    Bad("10,000 brackets", f"{OBJECT}x: {'[' * 10_000}{']' * 10_000}\n", 5, DEEP),
    Bad("10,000 dashes in a line", f"{OBJECT}x:\n {'- ' * 10_000}a\n", 6, DEEP),
    Bad(
        "10,000 braces around the object",
        f"{{{OBJECT.replace(chr(10), ', ', 2).partition('metadata')[0]}x: {'{a: ' * 10_000}{'}' * 10_000}}}\n",
        1,
        DEEP,
    ),
    Bad("10,000 braces in JSON", JSON + '\n"x": ' + '{"a":' * 10_000 + "1" + "}" * 10_001, 2, DEEP, "bad.json"),
    Bad("10,000 brackets in JSON", f'{JSON}\n"x": {"[" * 10_000}{"]" * 10_000}}}', 2, DEEP, "bad.json"),
    Bad("JSON that stays open", JSON + '\n"x": ' + '{"a":' * 10_000, 2, DEEP, "bad.json"),
    Bad("a chain of 5,000 aliases", chain(5_000), 107, DEEP),
    Bad("a billion laughs", bomb(12), 0, BOMB),
    Bad("maps that inherit from each other", merges(3_000), 0, BOMB),
    Bad("a large map merged into many", many_merges(3_000, 3_000), 0, BOMB),
    Bad("a list of 5,000 merges", f"{many_merges(1_000, 0)}m:\n  <<: [{', '.join(['*b'] * 5_000)}]\n", 0, BOMB),
    Bad("an anchor in itself", f"{OBJECT}x: &x [*x]\n", 5, "contains itself"),
    Bad("an alias of nothing", f"{OBJECT}x: *y\n", 5, "no anchor"),
    Bad("16,000,000 items", f"{OBJECT}x: [{'1,' * 15_900_000}]\n", 1, "more than 1,000,000 entries"),
    Bad("one key 20,000 times", OBJECT + "x: 1\n" * 20_000, 6, "duplicate key 'x'"),
    Bad("invalid UTF-8", OBJECT.encode() + b"  x: \xff\n", 5, UTF8),
    Bad("invalid UTF-8 in JSON", JSON.encode() + b'\n"x": "\xff"}', 0, UTF8, "bad.json"),
    Bad("half of a surrogate pair", OBJECT.encode() + b"  x: \xed\xa0\x80\n", 5, "not UTF-8"),
    Bad("half of a surrogate pair, escaped", JSON + '\n"x": "\\ud800"}', 2, "half of a surrogate pair", "bad.json"),
    Bad("UTF-16 with a mark", OBJECT.encode("utf-16"), 1, WIDE),
    Bad("UTF-16, little end first", OBJECT.encode("utf-16-le"), 1, WIDE),
    Bad("UTF-16, big end first", OBJECT.encode("utf-16-be"), 1, WIDE),
    Bad("UTF-32", OBJECT.encode("utf-32"), 1, WIDE),
    Bad("a NUL byte", f"{OBJECT}  x: a\0b\n", 5, CONTROL),
    Bad("NUL bytes at the start", f"a\0\0\0\n---\n{OBJECT}", 1, WIDE),
    Bad("a control character", f"{OBJECT}  x: a\x01b\n", 5, CONTROL),
    Bad("an escape sequence", f"{OBJECT}  x: \x1b[31m\n", 5, CONTROL),
    Bad("a control character in JSON", f'{JSON}\n"x": "\x01"}}', 0, "ontrol character", "bad.json"),
    Bad("a quote that stays open", f'{OBJECT}x: "{"a " * 100_000}\n', 0, "not valid YAML"),
    Bad("a quote after 1,000,000 quotes", OBJECT + '"' * 1_000_001, 0, "not valid YAML"),
]


@pytest.mark.full
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_cannot_be_read_is_told_and_left(tmp_path: Path, bad: Bad) -> None:
    data = bad.data if isinstance(bad.data, bytes) else bad.data.encode()
    path, other, note = tmp_path / "t" / bad.file, tmp_path / "t" / "other.yaml", tmp_path / "peak"
    path.parent.mkdir()
    path.write_bytes(data)
    other.write_text(OLD)
    ran = kconv("migrate", path.parent, words=measured(note, *KCONV))
    assert ran.code == 2
    assert f"{path}:{bad.line or ''}" in ran.told
    assert bad.reason in ran.told
    assert "\0" not in ran.told
    assert "\x1b" not in ran.told
    assert path.read_bytes() == data
    assert other.read_text() == NEW, "one bad file hides no other"
    assert names(path.parent) == sorted(["other.yaml", bad.file])
    assert megabytes(note) < MEMORY


@pytest.mark.full
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_what_cannot_be_read_is_no_object_that_survives(tmp_path: Path, bad: Bad) -> None:
    path, note = tmp_path / "t" / bad.file, tmp_path / "peak"
    path.parent.mkdir()
    path.write_bytes(bad.data if isinstance(bad.data, bytes) else bad.data.encode())
    (path.parent / "other.yaml").write_text(OLD)
    ran = kconv("roundtrip", path.parent, "-v", words=measured(note, *KCONV))
    assert ran.code == 2
    assert f"{path}:{bad.line or ''}" in ran.told
    assert bad.reason in ran.told
    assert "other.yaml:2  Ingress/web  through extensions/v1beta1: comes back" in ran.told
    assert megabytes(note) < MEMORY


FINE = {
    "20,000 keys, all overriding a merged map": f"b: &b\n{''.join(f'  k{n}: 1{chr(10)}' for n in range(20_000))}m:\n  <<: *b\n{''.join(f'  k{n}: 2{chr(10)}' for n in range(20_000))}",
    "a line of 8 MB": f'x: "{"a b " * 2_000_000}"\n',
    "a comment of 4 MB": f"# {'x' * 4_000_000}\n",
    "100,000 blank lines": "\n" * 100_000 + "x: 1\n",
    "a number of 100,000 digits": f"x: {'1' * 100_000}\n",
    "an anchor of 100,000 letters": f"x: &{'a' * 100_000} 1\n",
    "20,000 anchors": "x:\n" + "".join(f"- &a{n} {n}\n" for n in range(20_000)),
    "50,000 markers behind it": "---\n" * 50_000,
    "100,000 backslashes": f"x: '{chr(92) * 100_000}'\n",
    "20,000 items": "x: [" + "{a: 1}, " * 20_000 + "]\n",
    "99 levels": f"x: {'[' * 98}{']' * 98}\n",
}


@pytest.mark.full
@pytest.mark.parametrize("more", FINE.values(), ids=FINE.keys())
def test_what_is_only_large_is_migrated(tmp_path: Path, more: str) -> None:
    path, note = tmp_path / "large.yaml", tmp_path / "peak"
    path.write_text(OLD + more)
    ran = kconv("migrate", path, words=measured(note, *KCONV))
    assert ran.code == 0, ran.told
    assert path.read_text() == NEW + more
    assert megabytes(note) < 2 * MEMORY


def test_a_document_over_the_limit_passes_untouched_and_is_told(tmp_path: Path) -> None:
    path, note = tmp_path / "huge.yaml", tmp_path / "peak"
    text = f"{OBJECT}  annotations:\n" + f"    a: {'x' * 1000}\n" * 40_000
    path.write_text(f"{text}---\n{OLD}")
    ran = kconv("migrate", path, words=measured(note, *KCONV))
    assert ran.code == 2
    assert f"{path}:1" in ran.told
    assert "a document of over 32 MiB" in ran.told
    assert path.read_text() == f"{text}---\n{NEW}"
    assert megabytes(note) < MEMORY
