"""Whether a finding of the kit is true: a real API server that converts by the same webhook must show it.

An object is created in one version, read in another, written back as it was read, and read in the first one again. Where
it differs from what was created, something is lost.
"""

from __future__ import annotations

import base64
import copy
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kconv.paths import EACH, VALUES, FieldPath, parse
from kconv.testing.edits import applied
from kconv.testing.findings import Finding
from kconv.testing.laws import later_edits
from kconv.testing.laws.base import Case
from kconv.testing.laws.hostile_annotations import damaged
from tests.cluster.apiserver import ApiServer

Json = Any
Change = Callable[[Json], Json]
_CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


def as_read(obj: Json) -> Json:
    """An object written back as it was read."""
    return obj


@dataclass(frozen=True)
class Trip:
    """What a server showed: ``created`` is what was sent, ``there`` how it reads in the other version, ``back`` in its
    own afterwards; ``refused`` is a request that failed, with the answer. ``again`` is the other version's object after the
    write, ``returned`` after a client of its own version has written it back as it was read, too. Where the write was refused, what reads back is what was stored at first.
    """

    created: Json
    there: Json = None
    back: Json = None
    again: Json = None
    returned: Json = None
    refused: str = ""


class Judge:
    """One kind on a server."""

    def __init__(self, server: ApiServer, crd: Json) -> None:
        self._server, self._crd, self._numbers = server, crd, count()
        scope = "namespaces/default/" if crd["spec"]["scope"] == "Namespaced" else ""
        self._root = f"/apis/{{}}/{scope}{crd['spec']['names']['plural']}"

    def trip(self, obj: Json, through: str, change: Change = as_read, later: Change | None = None) -> Trip:
        """An object's way to another version and back, changed there; ``later`` changes it back in its own version,
        before it goes the same way again.
        """
        own, name = obj["apiVersion"], f"o{next(self._numbers)}"
        metadata = obj.get("metadata") or {}
        kept = {key: metadata[key] for key in ("labels", "annotations") if metadata.get(key)}
        sent = {**obj, "metadata": {"name": name, **kept}}
        status, answer = self._server.request("POST", self._root.format(own), json.dumps(sent))
        if status != 201:
            return Trip(sent, refused=f"create: {answer.get('message')}")
        try:
            first = self._around(sent, name, own, through, change)
            return first if later is None or first.refused else self._again(sent, name, own, through, later)
        finally:
            self._server.request("DELETE", f"{self._root.format(own)}/{name}")

    def _around(self, sent: Json, name: str, own: str, through: str, change: Change) -> Trip:
        there_path = f"{self._root.format(through)}/{name}"
        status, there = self._server.request("GET", there_path)
        if status != 200:
            return Trip(sent, refused=f"read: {there.get('message')}")
        status, answer = self._server.request("PUT", there_path, json.dumps(change(copy.deepcopy(there))))
        unwritten = "" if status == 200 else f"write: {answer.get('message')}"
        own_path = f"{self._root.format(own)}/{name}"
        status, back = self._server.request("GET", own_path)
        if status != 200:
            return Trip(sent, there, refused=f"read: {back.get('message')}")
        _, again = self._server.request("GET", there_path)
        self._server.request("PUT", own_path, json.dumps(back))
        _, returned = self._server.request("GET", there_path)
        return Trip(sent, there, back, again, returned, unwritten)

    def _again(self, sent: Json, name: str, own: str, through: str, later: Change) -> Trip:
        """The same way once more, after a change in the object's own version."""
        path = f"{self._root.format(own)}/{name}"
        _, back = self._server.request("GET", path)
        status, answer = self._server.request("PUT", path, json.dumps(later(copy.deepcopy(back))))
        if status != 200:
            return Trip(sent, refused=f"write: {answer.get('message')}")
        return self._around(sent, name, own, through, as_read)

    def shows(self, obj: Json, through: str, place: FieldPath) -> bool:
        """Whether an object differs at a place once it has been to another version."""
        trip = self.trip(obj, through)
        return bool(trip.back) and any(meets(place, at) for at in differences(_held(trip.created), _held(trip.back)))

    def accepts(self, obj: Json) -> bool:
        """Whether an object as it was read could be created, as in a second cluster."""
        metadata = obj.get("metadata") or {}
        kept = {key: metadata[key] for key in ("labels", "annotations") if metadata.get(key)}
        body = json.dumps({**obj, "metadata": {"name": "copy", **kept}})
        query = "?dryRun=All&fieldValidation=Strict"
        status, _ = self._server.request("POST", self._root.format(obj["apiVersion"]) + query, body)
        return status in (201, 409)

    def false(self, findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
        """The findings that the server does not bear out, with why. An object that kills the webhook is tried last."""
        last = sorted(findings, key=lambda each: "does not survive" in each.cause.what)
        judged = [(each, self.why_false(each)) for each in last]
        return [(each, why) for each, why in judged if why]

    def why_false(self, finding: Finding) -> str:
        """Why the server does not bear a finding out; "" if it is true."""
        example = finding.example
        if example is None or example.object is None:
            return "it has no object"
        source, *others = example.case.legs
        change = _change(example.case)
        later = example.law == later_edits.LAW.name
        seen = [self.trip(example.object, each, *((as_read, change) if later else (change,))) for each in others]
        if example.case.extra is not None:
            # What a damaged annotation held is absent: the object is to be what it is without the annotation.
            plain = _change(replace(example.case, extra="missing"))
            without = [self.trip(example.object, each, plain) for each in others]
            seen = [
                replace(each, created=other.back or each.created) for each, other in zip(seen, without, strict=True)
            ]
        refused = next((each.refused for each in seen if each.refused), "")
        if refused.startswith("create: ") and "conversion" not in refused:
            return f"no server could hold the object: {refused}"
        if finding.laws == ("valid-result",):
            unheld = any(each.there and not self.accepts(each.there) for each in seen)
            return "" if refused or unheld else f"the server accepts it: {finding.cause}"
        if not finding.cause.path:
            return "" if refused else f"the server converts it: {finding.cause}"
        place = parse(finding.cause.path)
        if any(trip.back and _shows(trip, source, finding, place) for trip in seen):
            return ""
        return refused or f"the server shows no difference at {finding.cause.path}"


def _change(case: Case) -> Change:
    """What a case does to an object in the other version."""
    if case.extra is None:
        return lambda there: applied(there, case.edits)
    kept = (case.obj.get("metadata") or {}).get("annotations") or {}
    return lambda there: damaged(there, set(there["metadata"].get("annotations") or ()) - set(kept), case.extra)


def _shows(trip: Trip, source: str, finding: Finding, place: FieldPath) -> bool:
    example = finding.example
    assert example is not None
    if finding.cause.version != source:
        wanted, got = _change(example.case)(copy.deepcopy(trip.there)), [trip.again, trip.returned]
    else:
        wanted, got = (example.breach.wanted if example.case.edits else trip.created), [trip.back]
    return any(meets(place, path) for each in got for path in differences(_held(wanted), _held(each)))


def _held(obj: Json) -> Json:
    """An object without what a server writes by itself."""
    metadata = obj.get("metadata") or {}
    kept = {key: metadata[key] for key in ("labels", "annotations") if metadata.get(key)}
    return {**obj, "metadata": kept} if kept else {key: value for key, value in obj.items() if key != "metadata"}


def differences(one: Json, other: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places in which two values differ as JSON."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if key in one and key in other:
                yield from differences(one[key], other[key], (*path, key))
            else:
                yield (*path, key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*path, index))
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield path


def meets(place: FieldPath, path: tuple[Any, ...]) -> bool:
    """Whether a path in an object is at a place, inside it or around it."""
    return all(
        part == step or (part is EACH and isinstance(step, int)) or (part is VALUES and isinstance(step, str))
        for part, step in zip(place, path, strict=False)
    )


@contextmanager
def judging(server: ApiServer, crd: Json, webhook: str, folder: Path, wait: float = 30) -> Iterator[Judge]:
    """A judge of a kind whose objects are converted by a webhook. What is in status is stored with the rest."""
    with _over_tls(webhook, folder) as (url, bundle):
        convert = {"clientConfig": {"url": url, "caBundle": bundle}, "conversionReviewVersions": ["v1"]}
        versions = [{k: v for k, v in each.items() if k != "subresources"} for each in crd["spec"]["versions"]]
        spec = {**crd["spec"], "versions": versions, "conversion": {"strategy": "Webhook", "webhook": convert}}
        # Groups of kubernetes.io are protected: they need an approval, which only says where it was discussed.
        metadata = {
            "name": crd["metadata"]["name"],
            "annotations": {"api-approved.kubernetes.io": "unapproved, a test"},
        }
        end = time.monotonic() + wait
        while server.request("GET", f"{_CRDS}/{metadata['name']}")[0] != 404 and time.monotonic() < end:
            time.sleep(0.1)
        with server.serving({**crd, "metadata": metadata, "spec": spec, "status": None}):
            yield Judge(server, crd)


@contextmanager
def _over_tls(webhook: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The same webhook over TLS, which the API server requires: its URL, and the certificate to trust."""
    from tests.testing.webhooks import certificate

    file = certificate(folder)
    assert file is not None, "needs openssl"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with ThreadingHTTPServer(("127.0.0.1", 0), _forwarding(webhook)) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            bundle = base64.b64encode((folder / "certificate").read_bytes()).decode()
            yield f"https://127.0.0.1:{server.server_address[1]}/convert", bundle
        finally:
            server.shutdown()


def _forwarding(webhook: str) -> type[BaseHTTPRequestHandler]:
    to = urlsplit(webhook)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                connection = HTTPConnection(to.hostname or "", to.port)
                connection.request("POST", to.path, body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                data = response.read()
                connection.close()
            except (OSError, HTTPException):
                self.close_connection = True
                return
            self.send_response(response.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    return Handler
