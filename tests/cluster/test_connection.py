"""A cluster is found as kubectl finds it, and says in kconv's words what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from kconv.cluster.connection import Connection, connect, open_connection
from kconv.cluster.errors import StatusError, UnreachableError
from kconv.cluster.kubeconfig import chosen
from kconv.errors import UsageError

Json = dict[str, Any]


def config(name: str, server: str, **more: Any) -> Json:
    return {
        "clusters": [{"name": name, "cluster": {"server": server}}],
        "users": [{"name": name, "user": {"token": "t"}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": "shop"}}],
        **more,
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("KUBECONFIG", raising=False)
    return tmp_path


def write(file: Path, value: object) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value if isinstance(value, str) else yaml.safe_dump(value), encoding="utf-8")
    return str(file)


def test_the_current_context_of_the_home_folder_is_the_default(home: Path) -> None:
    write(home / ".kube/config", config("a", "http://a:1", **{"current-context": "a"}))
    with connect() as found:
        assert (found.name, found.server, found.namespace) == ("a", "http://a:1", "shop")


def test_files_of_kubeconfig_are_merged_and_the_first_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write(home / "one", config("a", "http://a:1", **{"current-context": "a"}))
    two = write(home / "two", {**config("b", "http://b:1", **{"current-context": "b"})})
    both = write(home / "three", config("a", "http://other:1"))
    monkeypatch.setenv("KUBECONFIG", f"{one}:{home}/missing:{two}:{both}")
    assert chosen("", "").cluster.server == "http://a:1"
    assert chosen("b", "").cluster.server == "http://b:1"


def test_paths_in_a_file_are_relative_to_it(home: Path) -> None:
    value = config("a", "https://a:1", **{"current-context": "a"})
    value["clusters"][0]["cluster"]["certificate-authority"] = "pki/ca.crt"
    assert chosen("", write(home / "k/config", value)).cluster.certificate_auth == str(home / "k/pki/ca.crt")


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
def test_a_plugin_gives_the_credentials(home: Path, version: str) -> None:
    answer = json.dumps({"kind": "ExecCredential", "status": {"token": "from-plugin"}})
    value = config("a", "http://a:1", **{"current-context": "a"})
    plugin = {"apiVersion": f"client.authentication.k8s.io/{version}", "command": "echo", "args": [answer]}
    value["users"][0]["user"] = {"exec": plugin}
    seen: list[str] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers.get("authorization", ""))
        return httpx2.Response(200, json={})

    found = chosen("", write(home / "config", value))
    with open_connection(found, httpx2.MockTransport(serve)) as cluster:
        cluster.get("/api")
    assert seen == ["Bearer from-plugin"]


def test_a_plugin_that_fails_is_reported(home: Path) -> None:
    value = config("a", "http://a:1", **{"current-context": "a"})
    plugin = {"apiVersion": "client.authentication.k8s.io/v1", "command": "false"}
    value["users"][0]["user"] = {"exec": plugin}
    found = chosen("", write(home / "config", value))
    with (
        open_connection(found, httpx2.MockTransport(lambda _: httpx2.Response(200, json={}))) as cluster,
        pytest.raises(UsageError, match="context a: Exec false returned 1"),
    ):
        cluster.get("/api")


FAULTS = [
    ("no context is current", config("a", "http://a:1"), "", "no context is the current one"),
    ("an unknown context", config("a", "http://a:1"), "b", "there is no context b\n  there are a"),
    ("no YAML", "{", "", "it is no kubeconfig"),
    ("a list", "[]", "", "no context is the current one"),
    ("text", "hello", "", "it is no kubeconfig"),
    ("an entry without a name", {"clusters": [{}]}, "", "it is no kubeconfig"),
    ("a cluster that is not there", {**config("a", "http://a:1"), "clusters": []}, "a", "there is no cluster or user"),
    ("a field of another type", config("a", 1), "a", "Expected `str`"),  # type: ignore[arg-type]
    (
        "an impersonated user",
        {**config("a", "http://a:1"), "users": [{"name": "a", "user": {"token": "t", "as": "root"}}]},
        "a",
        "does not support 'as'",
    ),
    (
        "a certificate that is not there",
        {
            **config("a", "https://a:1"),
            "users": [{"name": "a", "user": {"client-certificate": "c", "client-key": "k"}}],
        },
        "a",
        "its credentials cannot be read",
    ),
]


@pytest.mark.parametrize(("value", "context", "message"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_what_is_wrong_with_a_kubeconfig_is_named(home: Path, value: object, context: str, message: str) -> None:
    file = write(home / "config", value)
    with pytest.raises(UsageError) as raised:
        connect(context, kubeconfig=file)
    assert message in str(raised.value)


def test_without_any_kubeconfig_it_is_a_pod_or_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="there is no kubeconfig, and this is no Pod"):
        connect()
    monkeypatch.setenv("KUBECONFIG", str(home / "gone"))
    with pytest.raises(UsageError, match="KUBECONFIG: there is no"):
        connect()


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'kconv\[cluster\]'"):
        connect()


def answering(answer: Callable[[httpx2.Request], httpx2.Response], folder: Path) -> Connection:
    file = write(folder / "config", config("a", "http://a:1", **{"current-context": "a"}))
    return open_connection(chosen("", file), httpx2.MockTransport(answer))


def test_a_write_names_its_field_manager_and_its_credentials(home: Path) -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"kind": "ok"})

    with answering(answer, home) as cluster:
        assert cluster.request("PUT", "/apis/a/v1/bs/c", {"é": None}, params={"dryRun": "All"}) == {"kind": "ok"}
        assert cluster.get("/apis/a/v1/bs", limit=2) == {"kind": "ok"}
        cluster.request("PATCH", "/apis/a/v1/bs/c", {}, media="application/merge-patch+json", accept="x/y")
    put, get, patch = seen
    said = [(each.headers.get("content-type"), each.headers["accept"]) for each in seen]
    assert said == [("application/json",) * 2, (None, "application/json"), ("application/merge-patch+json", "x/y")]
    assert str(patch.url) == "http://a:1/apis/a/v1/bs/c?fieldManager=kconv"
    assert str(put.url) == "http://a:1/apis/a/v1/bs/c?fieldManager=kconv&dryRun=All"
    assert json.loads(put.content) == {"é": None}
    assert put.headers["authorization"] == "Bearer t"
    assert (str(get.url), get.content) == ("http://a:1/apis/a/v1/bs?limit=2", b"")


def test_a_refusal_has_the_servers_words_and_an_absent_object_is_none(home: Path) -> None:
    status = {"kind": "Status", "reason": "NotFound", "message": "backups \"a\" not found"}  # fmt: skip
    with answering(lambda _: httpx2.Response(404, json=status), home) as cluster:
        assert cluster.find("/apis/a/v1/bs/a") is None
        with pytest.raises(StatusError, match='backups "a" not found') as raised:
            cluster.get("/apis/a/v1/bs/a")
    assert (raised.value.code, raised.value.word) == (404, "NotFound")


NO_STATUS = [(502, "<html>bad gateway</html>", "bad gateway"), (500, "", "HTTP 500"), (200, "[1]", "was not answered")]


@pytest.mark.parametrize(("code", "text", "message"), NO_STATUS)
def test_an_answer_that_is_no_status_is_an_error_too(home: Path, code: int, text: str, message: str) -> None:
    with (
        answering(lambda _: httpx2.Response(code, text=text), home) as cluster,
        pytest.raises(StatusError, match=message),
    ):
        cluster.find("/api")


def test_no_answer_names_the_server_and_the_context(home: Path) -> None:
    def refuse(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("connection refused")

    with (
        answering(refuse, home) as cluster,
        pytest.raises(UnreachableError, match=r"http://a:1 \(context a\): connection"),
    ):
        cluster.get("/api")
