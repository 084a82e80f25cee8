"""Large bodies at the same time have one limit of memory, and nothing that a client does takes it for good."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.types import ASGIApp, Message

from kconv.webhook.asgi import _Convert
from kconv.webhook.body import Limits
from kconv.webhook.budget import FREE, Budget
from kconv.webhook.large_response import LargeResponse
from kconv.webhook.metrics import Metrics
from tests.webhook.asgi import Answer, request
from tests.webhook.reviews import CONVERTER, V1ALPHA1, box
from tests.webhook.test_application import body

LIMIT = 4 * FREE
"""Bytes of a body; all together may have twice as many, apart from those that are free."""


@pytest.fixture
def convert() -> _Convert:
    return _Convert(CONVERTER, Metrics(), Limits(LIMIT, seconds=20))


class Client:
    """A client that sends its parts when it is told to."""

    def __init__(self, app: ASGIApp) -> None:
        self._parts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._answer = asyncio.create_task(self._asked(app))

    async def sends(self, part: bytes, *, more: bool = True) -> None:
        """Send a part, and let the application take it."""
        self._parts.put_nowait({"type": "http.request", "body": part, "more_body": more})
        for _ in range(5):
            await asyncio.sleep(0)

    async def leaves(self) -> None:
        self._parts.put_nowait({"type": "http.disconnect"})
        await self._answer

    async def status(self) -> tuple[int, dict[str, str]]:
        """Send the end, and wait for the answer."""
        await self.sends(b"", more=False)
        start = (await self._answer)[0]
        return start["status"], {key.decode(): value.decode() for key, value in start["headers"]}

    async def _asked(self, app: ASGIApp) -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
        await app(scope, self._parts.get, send)
        return sent


def review_of(size: int) -> bytes:
    """A review of one object, of so many bytes."""
    return body([box(V1ALPHA1, {"keep": 3})]).ljust(size)


def test_a_body_without_room_is_refused_when_it_ends_and_the_others_are_answered(convert: _Convert) -> None:
    async def three() -> list[tuple[int, dict[str, str]]]:
        clients = [Client(convert) for _ in range(3)]
        for client in clients:
            await client.sends(review_of(LIMIT))
        return [await client.status() for client in clients]

    first, second, third = asyncio.run(three())
    assert (first[0], second[0], third[0]) == (200, 200, 503)
    assert third[1]["retry-after"] == "1"
    assert convert.budget.used == 0


def test_a_refused_body_leaves_its_room_to_others_at_once(convert: _Convert) -> None:
    """So of two that grow at the same time, one comes to its end, however they take turns."""

    async def growing() -> list[int]:
        first, second, third = Client(convert), Client(convert), Client(convert)
        for _ in range(4):
            for client in (first, second, third):
                await client.sends(b" " * FREE)
        return [(await client.status())[0] for client in (first, second, third)]

    statuses = asyncio.run(growing())
    assert sorted(statuses) == [400, 400, 503], "spaces are no JSON"
    assert convert.budget.used == 0


def test_a_small_review_is_answered_while_large_ones_have_all_the_room(convert: _Convert) -> None:
    async def small() -> int:
        large = [Client(convert) for _ in range(3)]
        for client in large:
            await client.sends(review_of(LIMIT))
        convert.budget.limit = convert.budget.used
        answer = await request(convert, "POST", "/", [review_of(FREE)])
        assert answer is not None
        for client in large:
            await client.leaves()
        return answer.status

    assert asyncio.run(small()) == 200
    assert convert.budget.used == 0, "what is left unfinished is given back"


def test_a_body_that_is_too_large_has_no_room_while_it_goes_on(convert: _Convert) -> None:
    async def used() -> list[int]:
        client, found = Client(convert), []
        for _ in range(6):
            await client.sends(b" " * FREE)
            found.append(convert.budget.used // FREE)
        assert (await client.status())[0] == 413
        return found

    assert asyncio.run(used()) == [0, 1, 2, 3, 0, 0]


@pytest.mark.parametrize("size", [2 * LIMIT, 40 * LIMIT])
def test_a_body_over_the_limit_is_too_large_with_and_without_room(convert: _Convert, size: int) -> None:
    parts = [b" " * FREE] * (size // FREE)

    async def status() -> list[int]:
        other = Client(convert)
        await other.sends(review_of(LIMIT))
        answers = [await request(convert, "POST", "/", parts) for _ in range(2)]
        await other.leaves()
        return [answer.status for answer in answers if answer]

    assert asyncio.run(status()) == [413, 413]
    assert convert.budget.used == 0


def test_a_refusal_is_counted(convert: _Convert) -> None:
    async def refused() -> None:
        clients = [Client(convert) for _ in range(3)]
        for client in clients:
            await client.sends(review_of(LIMIT))
        for client in reversed(clients):
            await client.status()

    asyncio.run(refused())
    assert b'kconv_webhook_requests_total{result="503"} 1.0' in convert.metrics.page()


def test_an_answer_has_its_room_until_it_is_read(convert: _Convert) -> None:
    """A client that reads nothing takes memory like one that sends."""
    held: list[int] = []
    large = body([box(V1ALPHA1, {"keep": 3, "x": "y" * 1000}, name=f"b{number}") for number in range(150)])
    assert FREE < len(large) < LIMIT

    async def sent(message: Message) -> None:
        held.append(convert.budget.used)
        parts.append(message.get("body", b""))

    async def received() -> dict[str, Any]:
        return {"type": "http.request", "body": large}

    parts: list[bytes] = []
    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}
    asyncio.run(convert(scope, received, sent))
    size = len(b"".join(parts))
    assert set(held) == {size - FREE}
    assert convert.budget.used == 0


SIZES: Sequence[int] = [1, FREE - 1, FREE, FREE + 1, 3 * FREE, 3 * FREE + 7]


@pytest.mark.parametrize("size", SIZES)
def test_a_large_answer_is_whole_and_says_its_length(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    answer = asyncio.run(request(LargeResponse(content, 20), "POST", "/"))
    assert isinstance(answer, Answer)
    assert answer.body == content
    assert answer.headers == {"content-length": str(size), "content-type": "application/json"}


def test_others_have_their_turn_while_a_large_answer_is_sent() -> None:
    """A server finds out between two parts that a client is gone, also where it takes every part at once."""

    async def turns() -> list[str]:
        order: list[str] = []

        async def sent(message: Message) -> None:
            order.append(message["type"].rpartition(".")[2])

        asyncio.get_running_loop().call_soon(order.append, "another")
        await LargeResponse(b"x" * 4 * FREE, 20)({}, asyncio.Event().wait, sent)  # type: ignore[arg-type]
        return order

    assert asyncio.run(turns()) == ["start", "body", "another", "body", "body", "body"]


def test_an_answer_that_is_not_read_ends_incomplete_when_its_time_is_over() -> None:
    parts: list[Message] = []

    async def stuck(message: Message) -> None:
        parts.append(message)
        if len(parts) == 3:
            await asyncio.Event().wait()

    async def nothing() -> Message:
        raise AssertionError

    asyncio.run(LargeResponse(b"x" * 10 * FREE, 0.01)({}, nothing, stuck))
    assert [part.get("more_body") for part in parts] == [None, True, True]


def test_bytes_are_counted_from_the_first_that_are_not_free() -> None:
    budget = Budget(10)
    with budget.share() as first, budget.share() as second:
        assert first.takes(FREE + 10)
        assert budget.used == 10
        assert not second.takes(FREE + 1)
        assert second.takes(FREE)
        assert budget.used == 10
        second.hold(FREE + 90)
        assert budget.used == 100, "what is there is counted, also over the limit"
    assert budget.used == 0
