"""A running webhook as a converter: right answers are accepted, and those that the API server refuses are reported."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kconv.errors import ConversionError, UsageError
from kconv.testing import WebhookUnreachableError, as_served, check, laws, subject_of, webhook
from tests.testing.webhooks import Webhook, certificate, running, with_each

OLD, NEW = "example.com/v1", "example.com/v2"
META = {"name": "a", "namespace": "b", "uid": "c", "labels": {"d": "e"}, "finalizers": ["f"]}
WIDGET = {"apiVersion": OLD, "kind": "Widget", "metadata": META, "spec": {"size": 1}}


def renamed(obj: dict[str, Any], to: str) -> dict[str, Any]:
    """A right conversion: `size` is `replicas` in v2, and what is kept of metadata is Go's idea of it."""
    names = ("size", "replicas") if to == NEW else ("replicas", "size")
    out = {**obj, "apiVersion": to, "metadata": {"creationTimestamp": None, **obj.get("metadata", {})}}
    if isinstance(obj.get("spec"), dict):
        out["spec"] = {names[1] if key == names[0] else key: value for key, value in obj["spec"].items()}
    return out


@pytest.fixture
def right() -> Iterator[Webhook]:
    with running(with_each(renamed)) as server:
        yield server


def test_an_object_is_converted_and_keeps_its_metadata(right: Webhook) -> None:
    convert = webhook(right.url, headers={"Authorization": "Bearer abc"})
    assert convert(WIDGET, NEW) == {**WIDGET, "apiVersion": NEW, "spec": {"replicas": 1}}
    asked = right.asked[0]
    assert (asked["apiVersion"], asked["kind"]) == ("apiextensions.k8s.io/v1", "ConversionReview")
    assert asked["request"] == {"uid": asked["request"]["uid"], "desiredAPIVersion": NEW, "objects": [WIDGET]}
    assert right.headers["Authorization"] == "Bearer abc"
    assert right.headers["Content-Type"] == "application/json"


def test_every_request_has_a_uid_of_its_own_and_one_connection_serves_them_all(right: Webhook) -> None:
    convert = webhook(right.url)
    for _ in range(5):
        convert(WIDGET, NEW)
    assert len({asked["request"]["uid"] for asked in right.asked}) == 5
    assert right.connections == 1


def test_a_connection_that_was_closed_in_between_is_made_again(right: Webhook) -> None:
    right.keep_alive = False
    convert = webhook(right.url)
    assert convert(WIDGET, NEW) == convert(WIDGET, NEW)
    assert right.connections == 2


NOT_ASKED = {
    "the version it has": (WIDGET, OLD, WIDGET),
    "an empty object": ({"apiVersion": OLD, "kind": "Widget"}, NEW, {"apiVersion": NEW, "kind": "Widget"}),
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_what_the_api_server_does_not_ask_for_is_not_asked_for(right: Webhook, name: str) -> None:
    obj, to, wanted = NOT_ASKED[name]
    assert webhook(right.url)(obj, to) == wanted
    assert not right.asked


def test_a_part_without_metadata_stays_one(right: Webhook) -> None:
    part = {"apiVersion": OLD, "kind": "Widget", "spec": {"size": 1}}
    assert webhook(right.url)(part, NEW) == {"apiVersion": NEW, "kind": "Widget", "spec": {"replicas": 1}}


def test_an_annotation_that_nobody_can_write_is_not_sent(right: Webhook) -> None:
    odd = {**WIDGET, "metadata": {**META, "annotations": {"a": 7, "b": "c"}}}
    assert webhook(right.url)(odd, NEW)["metadata"]["annotations"] == {"b": "c"}


def test_v1beta1_is_asked_for_where_it_is_said_and_its_uid_is_not_compared() -> None:
    def answer(review: Any) -> Any:
        assert review["apiVersion"] == "apiextensions.k8s.io/v1beta1"
        right = with_each(renamed)(review)
        return {"response": {**right["response"], "uid": ""}}

    with running(answer) as server:
        assert webhook(server.url, version="v1beta1")(WIDGET, NEW)["spec"] == {"replicas": 1}
        with pytest.raises(UsageError, match="no ConversionReview 'v2'"):
            webhook(server.url, version="v2")  # type: ignore[arg-type]


class Wrong(NamedTuple):
    name: str
    change: Callable[[Any], Any]
    reason: str


def response(**fields: Any) -> Callable[[Any], Any]:
    return lambda review: {**review, "response": {**review["response"], **fields}}


def obj(**fields: Any) -> Callable[[Any], Any]:
    def change(review: Any) -> Any:
        first = {**review["response"]["convertedObjects"][0], **fields}
        kept = {key: value for key, value in first.items() if value is not ...}
        return response(convertedObjects=[kept])(review)

    return change


def metadata(**fields: Any) -> Callable[[Any], Any]:
    return obj(metadata={key: value for key, value in {**META, **fields}.items() if value is not ...})


WRONG = [
    Wrong("no review", lambda review: [], "the answer is not a ConversionReview with a response"),  # noqa: ARG005
    Wrong("no response", lambda review: {**review, "response": None}, "not a ConversionReview with a response"),
    Wrong("another apiVersion of the review", lambda r: {**r, "apiVersion": "v1"}, "the answer's apiVersion is 'v1'"),
    Wrong("another kind of review", lambda review: {**review, "kind": "AdmissionReview"}, "the answer's kind is"),
    Wrong("another uid", response(uid="x"), "response.uid is 'x', not the request's"),
    Wrong("no uid", response(uid=None), "response.uid is None"),
    Wrong("failed", response(result={"status": "Failure", "message": "no luck"}), "the webhook reports: no luck"),
    Wrong("failed in silence", response(result={"status": "Failed"}), "response.result.status is 'Failed'"),
    Wrong("no result", response(result=None), "response.result.status is None"),
    Wrong("no objects", response(convertedObjects=None), "holds 0 objects, and 1 was sent"),
    Wrong("two objects", response(convertedObjects=[WIDGET, WIDGET]), "holds 2 objects, and 1 was sent"),
    Wrong("no object", response(convertedObjects=[7]), "the result is not an object"),
    Wrong("not converted", obj(apiVersion=OLD), "apiVersion is 'example.com/v1', not 'example.com/v2'"),
    Wrong("another kind", obj(kind="Gadget"), "kind is 'Gadget', not 'Widget'"),
    Wrong("no metadata", obj(metadata=...), "the converted object has no metadata"),
    Wrong("metadata is a list", obj(metadata=[]), "the converted object has no metadata"),
    Wrong("another name", metadata(name="x"), "metadata.name: was 'a', is 'x'"),
    Wrong("no namespace", metadata(namespace=...), "metadata.namespace: was 'b', is None"),
    Wrong("another uid of the object", metadata(uid="x"), "metadata.uid: was 'c', is 'x'"),
    Wrong("a label that is no text", metadata(labels={"a": 1}), "metadata.labels: the converted object has something"),
    Wrong("annotations in a list", metadata(annotations=["a"]), "metadata.annotations: the converted object has"),
    Wrong("empty", lambda review: b"", "its answer is not JSON: ''"),  # noqa: ARG005
    Wrong("HTML", lambda review: b"<html>\n no", "its answer is not JSON: '<html> no'"),  # noqa: ARG005
    Wrong("binary", lambda review: b"\xff\xfe" * 999, "its answer is not JSON: '"),  # noqa: ARG005
    Wrong("too deep", lambda review: b"[" * 100_000, "its answer is not JSON: '["),  # noqa: ARG005
    Wrong("nothing", lambda review: None, "it hangs up without an answer: Remote end closed"),  # noqa: ARG005
]


@pytest.mark.parametrize("wrong", WRONG, ids=attrgetter("name"))
def test_what_the_api_server_would_not_take_is_told(wrong: Wrong) -> None:
    right = with_each(renamed)
    with running(lambda review: wrong.change(right(review))) as server:
        with pytest.raises(ConversionError) as caught:
            webhook(server.url)(WIDGET, NEW)
        assert wrong.reason in str(caught.value)
        assert str(caught.value).startswith(server.url)


RESTORED = {
    "no finalizers": {"finalizers": []},
    "something new": {"generation": 7},
    "managed fields": {"managedFields": []},
}


@pytest.mark.parametrize("name", RESTORED)
def test_what_else_changes_in_metadata_is_restored(name: str) -> None:
    right = with_each(renamed)
    with running(lambda review: metadata(**RESTORED[name])(right(review))) as server:
        assert webhook(server.url)(WIDGET, NEW)["metadata"] == META


def test_labels_and_annotations_may_change() -> None:
    right = with_each(renamed)
    with running(lambda review: metadata(labels=..., annotations={"x": "y"})(right(review))) as server:
        kept = {key: META[key] for key in META if key != "labels"}
        assert webhook(server.url)(WIDGET, NEW)["metadata"] == {**kept, "annotations": {"x": "y"}}


def test_a_status_that_is_not_200_is_told_with_what_was_said() -> None:
    with running(lambda _: b"no such page") as server:
        server.status = 404
        with pytest.raises(ConversionError, match="it answers 404 Not Found: 'no such page'"):
            webhook(server.url)(WIDGET, NEW)


def test_one_that_does_not_answer_in_time_is_left() -> None:
    go_on = threading.Event()
    with running(lambda _: go_on.wait(60) and None) as server:
        convert = webhook(server.url, timeout=0.05)
        for _ in range(3):
            with pytest.raises(WebhookUnreachableError, match=r"no answer within 0\.05 s") as caught:
                convert(WIDGET, NEW)
        assert str(caught.value).startswith(server.url)
        go_on.set()
    assert server.connections == 1


def nowhere() -> str:
    """A URL at which nobody answers: the port was free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def test_one_that_is_not_there_is_told() -> None:
    with pytest.raises(WebhookUnreachableError, match="it cannot be called: "):
        webhook(nowhere())(WIDGET, NEW)


def test_one_that_goes_away_is_not_asked_again() -> None:
    with running(with_each(renamed)) as server:
        server.keep_alive = False
        convert = webhook(server.url)
        convert(WIDGET, NEW)
    with pytest.raises(WebhookUnreachableError):
        convert(WIDGET, NEW)
    with pytest.raises(WebhookUnreachableError):
        check(convert, kind="Widget", crd=crd(), only=["size-budget"], seed=1)


@pytest.mark.full
def test_one_that_hangs_up_on_an_object_is_caught_with_the_smallest() -> None:
    def panics(review: Any) -> Any:
        spec = review["request"]["objects"][0].get("spec") or {}
        return None if "colour" in spec else with_each(renamed)(review)

    with running(panics) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), examples=20, seed=1)
    assert {failure.law for failure in report.failures} == {"totality"}
    assert "it hangs up without an answer" in report.failures[0].reason
    assert report.failures[0].object == {"apiVersion": OLD, "kind": "Widget", "spec": {"colour": "a"}}


class Dying:
    """A webhook that ends with the first object of a colour, or with the second: when a smaller one is sought."""

    def __init__(self, lives: int) -> None:
        self.lives, self.server = lives, None

    def __call__(self, review: Any) -> Any:
        obj = review["request"]["objects"][0]
        if "colour" not in (obj.get("spec") or {}):
            return with_each(renamed)(review)
        self.lives -= 1
        if self.lives < 0:
            self.server.socket.close()
            return None
        out = renamed(obj, review["request"]["desiredAPIVersion"])
        return with_each(lambda *_: {**out, "spec": {}})(review)


@pytest.mark.parametrize("lives", [0, 1, 5])
def test_one_that_dies_is_reported_with_the_object_and_the_law(lives: int) -> None:
    dying = Dying(lives)
    with running(dying) as server:
        dying.server = server
        report = check(webhook(server.url), kind="Widget", crd=crd(), only=["totality", "spoke-hub-spoke"], seed=1)
    died = [finding for finding in report.findings if "the webhook does not survive this object" in str(finding)]
    assert report.died
    assert f"{report.untried} more trials not tried: the webhook is gone" in report.head
    assert report.untried == 3 if lives < 4 else report.untried
    assert len(died) == 1
    assert "colour" in died[0].example.object["spec"]
    assert died[0].laws == ("spoke-hub-spoke",)
    assert "it cannot be called" in died[0].example.reason
    assert bool(lives) == any(finding.path == "spec.colour" for finding in report.findings)


def test_one_whose_types_leave_out_empty_metadata_is_asked_for_objects_with_a_name() -> None:
    """ObjectMeta of k8s.io/api 0.36 is `omitzero`: for an object without metadata, the answer has none either."""

    def answer(review: Any) -> Any:
        right = with_each(zoneless)(review)
        objects = [
            {k: v for k, v in each.items() if k != "metadata" or v} for each in right["response"]["convertedObjects"]
        ]
        return {**right, "response": {**right["response"], "convertedObjects": objects}}

    def zoneless(obj: Any, to: str) -> Any:
        out = {**renamed(obj, to), "metadata": obj.get("metadata") or {}}
        out.get("spec", {}).pop("colour", None)
        return out

    only = ["totality", "spoke-hub-spoke"]
    with running(answer) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), examples=30, seed=1, only=only)
    assert {finding.laws for finding in report.findings} == {("spoke-hub-spoke",)}


@pytest.mark.full
def test_one_that_hangs_up_on_some_objects_is_one_finding_and_the_check_goes_on() -> None:
    def panics(review: Any) -> Any:
        return None if (review["request"]["objects"][0].get("spec") or {}).get("size") else with_each(zoneless)(review)

    def zoneless(obj: Any, to: str) -> Any:
        out = renamed(obj, to)
        out.get("spec", {}).pop("colour", None)
        return out

    with running(panics) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), examples=20, seed=1)
    assert not report.died
    refused = [finding for finding in report.findings if not finding.path]
    assert [finding.laws for finding in refused] == [("totality",)]
    assert "it hangs up without an answer" in str(refused[0])
    assert any(finding.path == "spec.colour" for finding in report.findings)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), None, "5", True])
def test_no_time_to_wait_is_told_at_once(timeout: Any) -> None:
    with pytest.raises(UsageError, match="no time to wait") as raised:
        webhook("https://localhost/", timeout=timeout)
    assert raised.value.hint


@pytest.mark.parametrize("url", ["", "localhost:9443/convert", "ftp://a/b", "https:///convert", "https://a:x/"])
def test_what_is_no_url_is_told_at_once(url: str) -> None:
    with pytest.raises(UsageError, match="is not the URL of a webhook"):
        webhook(url)


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = certificate(tmp_path_factory.mktemp("tls"))
    return found or pytest.skip("openssl is not on PATH")


@pytest.fixture
def secure(pem: Path) -> Iterator[Webhook]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with running(with_each(renamed), context) as server:
        yield server


def test_over_tls_the_ca_that_is_given_is_trusted_and_no_other(secure: Webhook, pem: Path) -> None:
    assert webhook(secure.url, ca=pem)(WIDGET, NEW)["spec"] == {"replicas": 1}
    assert webhook(secure.url, insecure=True)(WIDGET, NEW)["spec"] == {"replicas": 1}
    with pytest.raises(ConversionError, match="its certificate is not trusted: ") as caught:
        webhook(secure.url)(WIDGET, NEW)
    assert "ca=" in caught.value.hint


def test_one_that_speaks_no_tls_is_told_so(right: Webhook) -> None:
    with pytest.raises(WebhookUnreachableError, match="it cannot be called: ") as caught:
        webhook(right.url.replace("http:", "https:"))(WIDGET, NEW)
    assert "http://" in caught.value.hint


def test_a_ca_for_another_host_is_not_enough(secure: Webhook, pem: Path) -> None:
    with pytest.raises(ConversionError, match="localhost"):
        webhook(secure.url.replace("127.0.0.1", "localhost"), ca=pem)(WIDGET, NEW)


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_told_at_once(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text, encoding="ascii")
    with pytest.raises(UsageError, match="certificates cannot be read"):
        webhook("https://localhost/", ca=file)


def crd() -> dict[str, Any]:
    def version(name: str, field: str) -> dict[str, Any]:
        spec = {"type": "object", "properties": {field: {"type": "integer"}, "colour": {"type": "string"}}}
        schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
        return {"name": name, "served": True, "storage": name == "v2", "schema": schema}

    names = {"kind": "Widget", "plural": "widgets", "singular": "widget", "listKind": "WidgetList"}
    versions = [version("v1", "size"), version("v2", "replicas")]
    spec = {"group": "example.com", "scope": "Namespaced", "names": names, "versions": versions}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "widgets.example.com"},
        "spec": spec,
    }


@pytest.mark.full
def test_a_right_webhook_keeps_all_laws(right: Webhook) -> None:
    report = check(webhook(right.url), kind="Widget", versions=[OLD, NEW], crd=crd(), examples=15, seed=1)
    assert not report.failures, str(report)
    assert right.connections == 1


LISTS = {
    "in another order": lambda objects: objects[::-1],
    "one short": lambda objects: objects[:-1] or objects,
    "the first again": lambda objects: objects[:1] * len(objects),
    "right": lambda objects: objects,
}


@pytest.mark.full
@pytest.mark.parametrize("name", LISTS)
def test_lists_of_2_and_100_objects_are_sent_too(name: str) -> None:
    def answer(review: Any) -> Any:
        out = with_each(renamed)(review)
        response = out["response"]
        return {**out, "response": {**response, "convertedObjects": LISTS[name](response["convertedObjects"])}}

    with running(answer) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), only=["batches"], examples=20, seed=1)
        sizes = {len(review["request"]["objects"]) for review in server.asked}
    assert report.ok == (name == "right")
    assert len(report.findings) == (name != "right"), str(report)
    assert {1, 2} <= sizes
    assert name != "right" or 100 in sizes


def test_a_list_has_no_two_objects_of_one_name() -> None:
    with running(with_each(renamed)) as server:
        check(webhook(server.url), kind="Widget", crd=crd(), only=["batches"], examples=20, seed=1).raise_if_failed()
        lists = [review["request"]["objects"] for review in server.asked]
    names = [[obj["metadata"]["name"] for obj in objects] for objects in lists]
    assert all(len({*each}) == len(each) for each in names)


class Reordering:
    """Returns the objects of a list in another order; without a webhook, nothing but the objects shows that."""

    def __call__(self, obj: Any, to: str) -> Any:
        return renamed(obj, to)

    def many(self, objects: list[Any], to: str) -> list[Any]:
        return [renamed(obj, to) for obj in objects[::-1]]


def test_objects_in_another_order_are_one_finding() -> None:
    report = check(Reordering(), kind="Widget", crd=crd(), between=as_served, only=["batches"], examples=20, seed=1)
    assert [finding.cause.what for finding in report.findings] == ["the objects of a list come back in another order"]


def test_the_words_of_a_refusal_are_those_of_the_webhook() -> None:
    with running(refusing("spec.size: 17 is too many")) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), only=["totality"], examples=1, seed=1)
    [finding] = report.findings
    assert "the webhook reports: spec.size: 17 is too many" in str(finding)
    assert "Error: " not in str(finding)


def test_a_hang_has_the_place_that_it_hangs_at() -> None:
    waiting = threading.Event()

    def hangs(review: Any) -> Any:
        if has_size(review):
            waiting.wait(5)
        return with_each(renamed)(review)

    with running(hangs) as server:
        asked = webhook(server.url, timeout=0.5)
        report = check(asked, kind="Widget", crd=crd(), only=["spoke-hub-spoke"], examples=1, seed=1)
        waiting.set()
    [finding] = report.findings
    assert str(finding).endswith("at spec.size"), str(finding)


def has_size(review: Any) -> bool:
    return any("size" in (obj.get("spec") or {}) for obj in review["request"]["objects"])


def refusing(message: str) -> Any:
    """An answer that refuses whatever has a size."""

    def answer(review: Any) -> Any:
        result = {"status": "Failure", "message": message}
        refused = {**review, "response": {"uid": review["request"]["uid"], "result": result}}
        return refused if has_size(review) else with_each(renamed)(review)

    return answer


def test_a_webhook_that_loses_a_field_is_caught_with_the_smallest_object() -> None:
    def loses(obj: dict[str, Any], to: str) -> dict[str, Any]:
        out = renamed(obj, to)
        out.get("spec", {}).pop("colour", None)
        return out

    with running(with_each(loses)) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), only=["spoke-hub-spoke"], seed=1)
    assert {failure.path for failure in report.failures} == {"spec.colour"}
    assert report.failures[0].object == {"apiVersion": OLD, "kind": "Widget", "spec": {"colour": "a"}}


def test_a_webhook_that_answers_with_another_name_is_caught_in_words() -> None:
    def other(obj: dict[str, Any], to: str) -> dict[str, Any]:
        out = renamed(obj, to)
        return {**out, "metadata": {**out["metadata"], "name": "other"}}

    with running(with_each(other)) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), only=["totality"], examples=20, seed=1)
    assert "metadata.name: was" in report.failures[0].reason


def failing(review: Any) -> Any:
    result = {"status": "Failure", "message": "no kind Widget is registered"}
    return {**review, "response": {"uid": review["request"]["uid"], "result": result}}


ELSEWHERE: dict[str, tuple[int, Any, str]] = {
    "another path": (404, lambda _: b"404 page not found", "it converts no Widget: it answers 404 Not Found"),
    "a page": (200, lambda _: b"<html></html>", "it converts no Widget: its answer is not JSON"),
    "another webhook": (200, lambda _: {"kind": "AdmissionReview"}, "it converts no Widget: the answer is not a ConversionReview"),
    "a webhook of other kinds": (200, failing, "it converts no Widget: the webhook reports: no kind Widget is registered"),
    "a proxy": (502, lambda _: b"", "it converts no Widget: it answers 502 Bad Gateway"),
    "nothing": (200, lambda _: None, "it converts no Widget: it hangs up without an answer"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_one_that_converts_nothing_ends_a_check_and_breaks_no_law(name: str) -> None:
    status, answer, says = ELSEWHERE[name]
    with running(answer) as server:
        server.status = status
        with pytest.raises(WebhookUnreachableError) as raised:
            check(webhook(server.url), kind="Widget", crd=crd(), examples=1, seed=1)
    assert says in str(raised.value)
    assert str(raised.value).startswith(server.url)
    assert "clientConfig" in raised.value.hint


def test_one_that_converts_a_single_real_object_is_held_to_the_laws() -> None:
    def answer(review: Any) -> Any:
        known = review["request"]["objects"][0].get("spec", {}).get("colour") == "blue"
        return with_each(renamed)(review) if known else failing(review)

    given = {"apiVersion": OLD, "kind": "Widget", "metadata": {"name": "a"}, "spec": {"colour": "blue"}}
    with running(answer) as server:
        report = check(
            webhook(server.url), kind="Widget", crd=crd(), objects=[given], only=["totality"], examples=1, seed=1
        )
    assert [finding.laws for finding in report.findings] == [("totality",)]


def asking() -> list[str]:
    """The laws that ask a webhook."""
    subject = subject_of(webhook(nowhere()), kind="Widget", crd=crd())
    return [law.name for law in laws.every() if [*law.legs(subject)]]


def test_laws_of_a_function_are_not_tried_on_a_webhook() -> None:
    """A server never asks for the version that an object has, and each answer is a copy."""
    subject = subject_of(renamed, kind="Widget", crd=crd(), between=as_served)
    functions = {law.name for law in laws.every() if [*law.legs(subject)]}
    assert functions - set(asking()) == {"idempotence", "input-unchanged"}


@pytest.mark.parametrize("status", [500, 0], ids=["500", "hang up"])
def test_what_was_found_before_a_webhook_fails_for_good_stays(status: int) -> None:
    asked = 0

    def answer(review: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked > 60:
            server.status = status or 200
            return None if not status else b""
        return with_each(lambda obj, to: {"metadata": {}, **obj, "apiVersion": to, "spec": {}})(review)

    with running(answer) as server:
        report = check(webhook(server.url), kind="Widget", crd=crd(), examples=1, seed=1)
    assert asked > 60
    assert {"spoke-hub-spoke", "totality"} <= {law for finding in report.findings for law in finding.laws}


def test_a_number_that_is_none_is_not_json() -> None:
    def answer(review: Any) -> Any:
        made = with_each(renamed)(review)
        return json.dumps(made).replace('"metadata": {', '"n": NaN, "metadata": {').encode()

    with running(answer) as server, pytest.raises(WebhookUnreachableError, match="its answer is not JSON"):
        check(webhook(server.url), kind="Widget", crd=crd(), examples=1, seed=1)


@pytest.mark.parametrize("law", asking())
def test_one_that_is_not_there_ends_a_check_and_breaks_no_law(law: str) -> None:
    with pytest.raises(WebhookUnreachableError, match="it cannot be called: "):
        check(webhook(nowhere()), kind="Widget", crd=crd(), only=[law], examples=20, seed=1)
