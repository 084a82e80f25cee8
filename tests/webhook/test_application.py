"""The webhook over HTTP: what is sent, and the status and body of the answer."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from operator import attrgetter
from typing import Any, NamedTuple

import pytest
from starlette.types import ASGIApp

from kconv.serving import Readiness
from kconv.webhook import application, asgi
from kconv.webhook.asgi import LARGE
from kconv.webhook.body import Limits
from kconv.webhook.text import answered
from tests.webhook.asgi import Answer, once, request
from tests.webhook.reviews import BOX, RENAMED, V1, V1ALPHA1, asked, box

SECRET = "ftp://user:hunter2@b"


@pytest.fixture
def app() -> ASGIApp:
    return application([BOX, RENAMED])


def body(objects: Any, to: str = V1) -> bytes:
    return json.dumps(asked(objects, to)).encode()


@pytest.mark.parametrize("parts", [1, 2, 50])
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_a_review_is_answered(app: ASGIApp, parts: int, kind: str) -> None:
    whole = body([box(V1ALPHA1, {"keep": 3})])
    size = -(-len(whole) // parts)
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    answer = once(app, "POST", "/convert", pieces, [("Content-Type", kind)])
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    [got] = answer.json["response"]["convertedObjects"]
    assert got["spec"] == {"retention": {"count": 3}}


def test_a_review_with_a_bad_object_is_answered_with_a_failure_and_status_200(app: ASGIApp) -> None:
    answer = once(app, "POST", "/convert", [body([box(V1ALPHA1), {"kind": "Box"}])])
    assert answer.status == 200
    assert answer.json["response"]["result"]["status"] == "Failure"
    assert answer.json["response"]["convertedObjects"] == []


class Wrong(NamedTuple):
    """A request that is no review, and its answer."""

    name: str
    method: str
    path: str
    body: bytes
    status: int
    said: str
    kind: str = "application/json"


WRONG = [
    Wrong("no JSON", "POST", "/convert", b"{", 400, "the body is not JSON"),
    Wrong("an empty body", "POST", "/convert", b"", 400, "the body is not JSON"),
    Wrong("another kind", "POST", "/convert", b"{}", 400, "this is not a ConversionReview of apiextensions.k8s.io/v1"),
    Wrong("no request", "POST", "/convert", json.dumps({**asked([], V1), "request": 1}).encode(), 400, "request: the review has no request"),
    Wrong("another content type", "POST", "/convert", b"{}", 415, "the content type must be application/json", "text/plain"),
    Wrong("no content type", "POST", "/convert", b"{}", 415, "the content type must be application/json", ""),
    Wrong("protobuf", "POST", "/convert", b"{}", 415, "the content type must be application/json", "application/vnd.kubernetes.protobuf"),
    Wrong("a GET", "GET", "/convert", b"", 405, "Method Not Allowed"),
    Wrong("a PUT", "PUT", "/convert", b"{}", 405, "Method Not Allowed"),
    Wrong("another path", "POST", "/other", b"{}", 404, "Not Found"),
    Wrong("a slash too many", "POST", "/convert/", b"{}", 404, "Not Found"),
    Wrong("the root", "GET", "/", b"", 404, "Not Found"),
]  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=attrgetter("name"))
def test_what_is_no_review_gets_a_status_of_its_own(app: ASGIApp, case: Wrong) -> None:
    answer = once(app, case.method, case.path, [case.body], [("content-type", case.kind)] if case.kind else [])
    assert answer.status == case.status
    assert case.said in answer.body.decode()


LIMIT = 2000
SIZES = [LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("part", [100, 10 * LIMIT])
def test_a_body_over_the_limit_is_refused_after_it_was_read(size: int, part: int) -> None:
    app = application([BOX], limits=Limits(body=LIMIT))
    whole = body([]).ljust(size)
    answer = once(app, "POST", "/convert", [whole[at : at + part] for at in range(0, size, part)])
    assert answer.status == (200 if size <= LIMIT else 413)
    assert size <= LIMIT or answer.body == b"the body is larger than 2,000 bytes\n"


def test_a_client_that_stops_in_its_body_is_answered_when_its_time_is_over() -> None:
    app = application([BOX], limits=Limits(seconds=0.01))
    answer = once(app, "POST", "/convert", [b'{"apiVersion"'], unfinished=True)
    assert (answer.status, answer.body) == (408, b"the body was not complete after 0.01 seconds\n")


def test_a_client_that_goes_away_is_not_answered(app: ASGIApp) -> None:
    assert asyncio.run(request(app, "POST", "/convert", [b"{", None])) is None


def test_probes_and_other_reviews_are_answered_while_a_large_one_converts(app: ASGIApp) -> None:
    """The small ones are sent when the large one was read, and none of them waits for its answer."""
    large = body([box(V1ALPHA1, {"keep": 1, "x": "y" * 1000}, name=f"b{number}") for number in range(1000)])
    assert len(large) > LARGE

    async def both() -> list[str]:
        order: list[str] = []

        async def named(name: str, *args: Any) -> None:
            answer = await request(app, *args)
            assert answer is not None
            assert answer.status == 200
            order.append(name)

        first = asyncio.create_task(named("large", "POST", "/convert", [large]))
        await asyncio.sleep(0)
        await named("probe", "GET", "/healthz")
        await named("small", "POST", "/convert", [body([box(V1ALPHA1, {"keep": 3})])])
        await first
        return order

    assert asyncio.run(both()) == ["probe", "small", "large"]


@pytest.mark.parametrize("size", [LARGE - 1, LARGE])
def test_only_a_large_review_converts_beside_the_event_loop(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def seen(*args: Any) -> Any:
        threads.append(threading.current_thread())
        return answered(*args)

    monkeypatch.setattr(asgi, "answered", seen)
    once(application([BOX]), "POST", "/convert", [body([box(V1ALPHA1)]).ljust(size)])
    assert [each is threading.main_thread() for each in threads] == [size < LARGE]


def test_large_reviews_are_answered_in_full(app: ASGIApp) -> None:
    objects = [box(V1ALPHA1, {"keep": number, "x": "y" * 1000}, name=f"b{number}") for number in range(200)]

    async def several() -> list[Answer | None]:
        return await asyncio.gather(*(request(app, "POST", "/convert", [body(objects)]) for _ in range(3)))

    for answer in asyncio.run(several()):
        assert answer is not None
        assert [each["spec"]["retention"]["count"] for each in answer.json["response"]["convertedObjects"]] == [
            *range(200)
        ]


def test_readiness_is_what_the_server_says() -> None:
    readiness = Readiness()
    app = application([BOX], readiness=readiness)

    def status() -> tuple[int, int]:
        return once(app, "GET", "/healthz").status, once(app, "GET", "/readyz").status

    assert status() == (200, 503)
    readiness.ready = True
    assert status() == (200, 200)
    readiness.draining = True
    assert status() == (200, 503)


def test_an_application_without_a_server_is_ready(app: ASGIApp) -> None:
    assert once(app, "GET", "/readyz").status == 200


def metrics(app: ASGIApp) -> dict[str, float]:
    """What Prometheus reads, without what changes with time."""
    answer = once(app, "GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = [line.rpartition(" ") for line in answer.body.decode().splitlines() if not line.startswith("#")]
    return {name.removeprefix("kconv_webhook_"): float(value) for name, _, value in lines if "_created" not in name}


def test_requests_objects_failures_and_misfits_are_counted_by_kind_and_versions(app: ASGIApp) -> None:
    once(
        app,
        "POST",
        "/convert",
        [body([box(V1ALPHA1, {"target": SECRET, "turned": 7}), box(V1ALPHA1, {"keep": 1}), box(V1)])],
    )
    once(app, "POST", "/convert", [body([box(V1, {"suspend": "x" * 300_000})], V1ALPHA1)])
    once(app, "POST", "/convert", [body([{**box(V1), "apiVersion": "a\nb"}])])
    once(app, "POST", "/convert", [body([box(V1)], "compute.acme.io/v1")])
    once(app, "POST", "/convert", [body([], "made.up/v1")])
    once(app, "POST", "/convert", [b"{"])
    found = metrics(app)
    up, down = (
        f'{{kind="Box",source="{source}",target="{target}"}}' for source, target in ((V1ALPHA1, V1), (V1, V1ALPHA1))
    )
    assert {name: value for name, value in found.items() if "seconds" not in name} == {
        'requests_total{result="success"}': 2,
        'requests_total{result="failure"}': 3,
        'requests_total{result="400"}': 1,
        f"objects_total{up}": 2,
        f"objects_total{down}": 1,
        f'objects_total{{kind="Box",source="{V1}",target="{V1}"}}': 1,
        f"misfits_total{up}": 2,
        f"left_out_total{down}": 1,
        f'failures_total{{kind="",source="",target="{V1}"}}': 1,
        f'failures_total{{kind="Box",source="{V1}",target="compute.acme.io/v1"}}': 1,
        'failures_total{kind="",source="",target=""}': 1,
    }
    assert found["request_seconds_count"] == 5


def test_a_log_names_objects_and_places_once_and_no_value(app: ASGIApp, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sent = body([box(V1ALPHA1, {"target": SECRET}, name="logged"), box(V1ALPHA1, {"keep": "hunter2"})])
    for _ in range(2):
        once(app, "POST", "/convert", [sent])
    once(app, "POST", "/convert", [body([box(V1, {"suspend": "hunter2" * 50_000}, name="full")], V1ALPHA1)])
    once(app, "POST", "/convert", [body([box(V1), {**box(V1, {"a": "hunter2"}), "kind": "Bag"}])])
    once(app, "POST", "/convert", [body([box(V1)], "compute.acme.io/v1")])
    records = [vars(record) for record in caplog.records if record.name == "kconv.webhook"]
    warning, full, error, unknown = records
    assert {key: warning[key] for key in ("object", "path", "rule", "kind", "source", "target")} == {
        "object": "n/logged", "path": "spec.target", "rule": "Split", "kind": "Box", "source": V1ALPHA1, "target": V1,
    }  # fmt: skip
    assert (full["object"], full["path"], "rule" in full) == ("n/full", f"{V1} spec", False)
    assert [unknown[key] for key in ("kind", "source", "target")] == ["Box", V1, "compute.acme.io/v1"]
    assert error["reason"].startswith("objects[1] n/b: acme.io/v1 Bag is not converted here")
    assert "hunter2" not in str(records)
