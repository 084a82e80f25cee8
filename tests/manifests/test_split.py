"""Where a stream is cut: the documents and their directives, whatever the size of its pieces and of its documents."""

from __future__ import annotations

import pytest

from kconv.manifests.split import Block, RawDocument, blocks, count, holds, split

BOM = b"\xef\xbb\xbf"
DOCUMENTS: list[tuple[str, bytes, list[tuple[int, bytes]]]] = [
    ("one", b"a: 1\n", [(1, b"a: 1\n")]),
    ("two", b"a: 1\n---\nb: 1\n", [(1, b"a: 1\n"), (2, b"---\nb: 1\n")]),
    ("a marker with words", b"--- a\n--- |\n b\n---\tc\n", [(1, b"--- a\n"), (2, b"--- |\n b\n"), (4, b"---\tc\n")]),
    ("comments above the first marker", b"# a\n\n---\nb: 1\n", [(3, b"---\nb: 1\n")]),
    ("white lines above the first marker", b" \n\t\n---\nb: 1\n", [(3, b"---\nb: 1\n")]),
    ("words above the first marker", b" a\n---\nb: 1\n", [(1, b" a\n"), (2, b"---\nb: 1\n")]),
    ("directives", b"%YAML 1.1\n# c\n%TAG ! x\n---\na: 1\n", [(1, b"%YAML 1.1\n# c\n%TAG ! x\n---\na: 1\n")]),
    ("directives of the second document", b"a: 1\n...\n# c\n%YAML 1.1\n\n# d\n---\nb: 1\n", [(1, b"a: 1\n"), (4, b"%YAML 1.1\n\n# d\n---\nb: 1\n")]),
    ("directives without a document end", b"---\na: 1\n%YAML 1.1\n---\nb: 1\n", [(1, b"---\na: 1\n"), (3, b"%YAML 1.1\n---\nb: 1\n")]),
    ("a percent sign in a text", b"a: 1\n%b\nc: 1\n", [(1, b"a: 1\n%b\nc: 1\n")]),
    ("directives of an empty document", b"%YAML 1.1\n---\n---\na: 1\n", [(1, b"%YAML 1.1\n---\n"), (3, b"---\na: 1\n")]),
    ("directives of three documents", b"%A\n---\na: 1\n...\n%B\n---\nb: 1\n...\n%C\n---\nc: 1\n", [(1, b"%A\n---\na: 1\n"), (5, b"%B\n---\nb: 1\n"), (9, b"%C\n---\nc: 1\n")]),
    ("an end and nothing", b"a: 1\n...\n# b\n\n", [(1, b"a: 1\n")]),
    ("an end and a document without a marker", b"a: 1\n... # x\nb: 1\n", [(1, b"a: 1\n"), (3, b"b: 1\n")]),
    ("an end without a line break", b"a: 1\n...", [(1, b"a: 1\n")]),
    ("a BOM at each document", BOM + b"a: 1\n" + BOM + b"---\nb: 1\n", [(1, b"a: 1\n"), (2, b"---\nb: 1\n")]),
    ("a BOM and comments", BOM + b"# a\n---\nb: 1\n", [(2, b"---\nb: 1\n")]),
    ("a BOM and an end", b"a: 1\n" + BOM + b"...\nb: 1\n", [(1, b"a: 1\n"), (3, b"b: 1\n")]),
    ("dashes that are no marker", b"a\n---b\n----\n - ---\n....\n", [(1, b"a\n---b\n----\n - ---\n....\n")]),
    ("a carriage return behind a marker", b"a\r\n---\rb\r\n", [(1, b"a\r\n"), (2, b"---\rb\r\n")]),
    ("an end that comes first", b"...\n---\na: 1\n", [(2, b"---\na: 1\n")]),
    ("ends without a document", b"...\n... # x\n...\na: 1\n", [(4, b"a: 1\n")]),
    ("directives behind a blank line", b"\n%YAML 1.2\n---\na: 1\n", [(2, b"%YAML 1.2\n---\na: 1\n")]),
    ("empty documents", b"---\n---\n---", [(1, b"---\n"), (2, b"---\n"), (3, b"---")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "want"), [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_the_documents_of_a_stream(data: bytes, want: list[tuple[int, bytes]]) -> None:
    found = list(split(Block(11, 100, data), 5))
    assert [(each.index, each.line - 10, each.data) for each in found] == [
        (5 + at, *row) for at, row in enumerate(want)
    ]
    assert all(data.startswith(each.data, each.offset - 100) for each in found)
    assert count(Block(1, 0, data)) == len(want)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 12, 50])
@pytest.mark.parametrize("data", [row[1] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_a_streams_documents_are_those_of_the_whole_whatever_its_pieces(size: int, data: bytes) -> None:
    data += b"\n---\nz: 1\n---\nz: 2\n"
    cut = list(blocks(data[at : at + size] for at in range(0, len(data), size)))
    assert b"".join(block.data for block in cut) == data
    assert not any(block.oversize or not block.ends for block in cut)
    found = [each for block in cut for each in split(block)]
    whole = list(split(Block(1, 0, data)))
    assert [(each.line, each.offset, each.data) for each in found] == [(each.line, each.offset, each.data) for each in whole]  # fmt: skip


def shown(pieces: list[bytes], limit: int) -> list[tuple[int, int, bytes, str]]:
    marks = {(False, True): "", (True, False): "more", (True, True): "end"}
    return [(each.line, each.offset, each.data, marks[each.oversize, each.ends]) for each in blocks(pieces, limit)]


CUT: list[tuple[str, list[bytes], list[tuple[int, int, bytes, str]]]] = [
    ("a piece that ends no document waits", [b"a: 1\n", b"b: 1\n"], [(1, 0, b"a: 1\nb: 1\n", "")]),
    ("what stands before the last marker goes", [b"a\n---\nb\n---\nc\n", b"d\n"], [(1, 0, b"a\n---\nb\n", ""), (4, 8, b"---\nc\nd\n", "")]),
    ("a marker that is cut in two", [b"a\n-", b"--", b"\nb\n"], [(1, 0, b"a\n", ""), (2, 2, b"---\nb\n", "")]),
    ("a marker at the end of a piece waits", [b"a\n---", b"b\n"], [(1, 0, b"a\n---b\n", "")]),
    ("directives go with their document", [b"a\n...\n# c\n%D\n---\nb\n"], [(1, 0, b"a\n...\n# c\n", ""), (4, 10, b"%D\n---\nb\n", "")]),
    ("a stream that begins with a marker", [b"---\na\n"], [(1, 0, b"---\na\n", "")]),
    ("a document as long as the limit", [b"a" * 40], [(1, 0, b"a" * 40, "")]),
    ("one that is longer", [b"a" * 30, b"b" * 11], [(1, 0, b"a" * 30 + b"b" * 3, "more"), (1, 33, b"b" * 8, "end")]),
    ("one that is much longer", [b"a\n" * 30, b"b\n" * 10, b"---\nc\n"], [(1, 0, b"a\n" * 26, "more"), (27, 52, b"a\n" * 4 + b"b\n" * 6, "more"), (37, 72, b"b\n" * 4, "end"), (41, 80, b"---\nc\n", "")]),
    ("one that ends before two others", [b"a" * 50, b"\n---\nb\n---\nc\n"], [(1, 0, b"a" * 42, "more"), (1, 42, b"a" * 8 + b"\n", "end"), (2, 51, b"---\nb\n", ""), (4, 57, b"---\nc\n", "")]),
    ("two in a row", [b"a" * 50 + b"\n---\n" + b"b" * 50], [(1, 0, b"a" * 50 + b"\n", ""), (2, 51, b"---\n" + b"b" * 50, "")]),
    ("a blank line and a marker", [b"\n---\na\n"], [(1, 0, b"\n", ""), (2, 1, b"---\na\n", "")]),
    ("nothing", [], []),
    ("nothing in a piece", [b"", b"a\n", b""], [(1, 0, b"a\n", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("pieces", "want"), [row[1:] for row in CUT], ids=[row[0] for row in CUT])
def test_a_stream_is_cut_before_a_marker_and_a_long_document_anywhere(
    pieces: list[bytes], want: list[tuple[int, int, bytes, str]]
) -> None:
    assert shown(pieces, 40) == want


@pytest.mark.parametrize("size", range(1, 20))
def test_a_long_document_ends_at_its_marker_whatever_the_pieces(size: int) -> None:
    data = b"a: |\n" + b"  x\n" * 30 + b"---\nb: 1\n" + b"---x\n" * 20 + b"---\nc: 1\n"
    cut = list(blocks((data[at : at + size] for at in range(0, len(data), size)), 40))
    assert b"".join(block.data for block in cut) == data
    documents = [b""]
    for block in cut:
        documents[-1] += block.data
        if block.ends:
            documents.append(b"")
    assert documents[:-1] == [each.data for each in split(Block(1, 0, data))]
    assert [block.line for block in cut] == [data.count(b"\n", 0, block.offset) + 1 for block in cut]


def test_a_text_that_is_held_whole() -> None:
    assert (RawDocument.whole(b"a"), RawDocument.whole(b"a", 3)) == (
        RawDocument(0, 1, 0, b"a"),
        RawDocument(0, 3, 0, b"a"),
    )
    assert (Block.whole(b"a"), Block.whole(b"a", 3)) == (Block(1, 0, b"a"), Block(3, 0, b"a"))


def test_bytes_hold_a_part() -> None:
    assert holds(b"abc", b"a")
    assert holds(bytearray(b"abc"), b"c")
    assert not holds(b"abc", b"d")
