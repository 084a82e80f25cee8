"""An answer's head waits for its body, and nothing else waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from kconv.serving.whole import Whole

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Sent(asyncio.Transport):
    """A transport that says what it is given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def write(self, data: Any) -> None:
        self.pieces.append(bytes(data))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.pieces.append(b"".join(list_of_data))

    def close(self) -> None:
        self.pieces.append(b"closed")

    def is_closing(self) -> bool:
        return self.pieces[-1:] == [b"closed"]


CASES = {
    "head and body leave together": ([HEAD, b"body"], [HEAD + b"body"]),
    "an empty body": ([HEAD, b""], [HEAD]),
    "more of the body": ([HEAD, b"bo", b"dy"], [HEAD + b"bo", b"dy"]),
    "the client waits to go on": ([CONTINUE, HEAD, b"body"], [CONTINUE, HEAD + b"body"]),
    "it ends before there is a body": ([HEAD, None], [HEAD, b"closed"]),
    "it ends before there is a head": ([None], [b"closed"]),
    "it ends after the body": ([HEAD, b"body", None], [HEAD + b"body", b"closed"]),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer_leaves_in_one_piece(name: str) -> None:
    written, expected = CASES[name]
    sent = Sent()
    whole = Whole(sent)
    for data in written:
        if data is None:
            whole.close()
        else:
            whole.write(data)
    assert sent.pieces == expected
    assert whole.is_closing() == (None in written)
