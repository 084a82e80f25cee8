"""What v1beta1 accepted in an Ingress and v1 refuses: the user decides what replaces it."""

from __future__ import annotations

from operator import attrgetter
from textwrap import indent
from typing import Any

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from tests.cluster.apiserver import ApiServer
from tests.kinds.before_after import Case, check, converted, read

V1 = "networking.k8s.io/v1"
OLD = ("extensions/v1beta1", "networking.k8s.io/v1beta1")
BACKEND, NEW_BACKEND = "{serviceName: a, servicePort: 80}", "{service: {name: a, port: {number: 80}}}"
AT = "spec.rules[0].http.paths[0].path"


def ingress(version: str, spec: str) -> str:
    return f"apiVersion: {version}\nkind: Ingress\nmetadata: {{name: web}}\nspec:\n{indent(spec, '  ')}\n"


def tls(name: str, version: str = OLD[1]) -> str:
    field = "backend: " + BACKEND if version != V1 else "defaultBackend: " + NEW_BACKEND
    return ingress(version, f"{field}\ntls: [{{hosts: [a.example.com]}}, {{secretName: {name}}}]")


def route(path: str, kind: str = "ImplementationSpecific", host: str = "'*.example.com'", version: str = OLD[1]) -> str:
    backend = NEW_BACKEND if version == V1 else BACKEND
    path = f"path: {path}, " if path else ""
    return ingress(
        version, f"rules: [{{host: {host}, http: {{paths: [{{{path}pathType: {kind}, backend: {backend}}}]}}}}]"
    )


ASKED = [
    *(
        Case(f"a Secret called {name}", V1, tls(name), tls(name, V1), asks=("ingress.secret spec.tls[1].secretName",))
        for name in ("Web", "web_tls", "'-web'", "web.", "a..b", "w" * 254)
    ),
    *(
        Case(f"{path or 'no path'} as {kind}", V1, route(path, kind), route(path, kind, version=V1), asks=(f"ingress.path {AT}",))
        for path, kind in (("foo", "ImplementationSpecific"), ("foo", "Exact"), ("", "Prefix"), ("/a//b", "Exact"), ("/a/./b", "Prefix"), ("/a/..", "Exact"), ("/a%2Fb", "Prefix"))
    ),
    Case("answered", V1, route("foo"), route("/b", version=V1), {"ingress.path": "/b"}, told=(f"decision: {AT}: set to /b as decided",)),
    Case("answered for a Secret", V1, tls("Web"), tls("web-1.tls", V1), {"ingress.secret": "web-1.tls"}, told=("decision: spec.tls[1].secretName: set to web-1.tls",)),
]  # fmt: skip
TAKEN = [
    *(Case(f"a Secret called {name}", V1, tls(name), tls(name, V1)) for name in ("web", "a.b-c", "''", "w" * 253)),
    Case("a name that something fills in", V1, tls("'${SECRET}'"), tls("'${SECRET}'", V1)),
    Case("no path at all", V1, route(""), route("", version=V1)),
    Case("what only an exact path must not hold", V1, route("/a//b"), route("/a//b", version=V1)),
    Case("a path of a host without a wildcard, which every version refuses", V1, route("foo", host="a.example.com"), route("foo", host="a.example.com", version=V1)),
]  # fmt: skip


@pytest.mark.parametrize("case", [*ASKED, *TAKEN], ids=attrgetter("name"))
def test_what_v1_refuses_is_asked(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", ASKED, ids=attrgetter("name"))
def test_both_groups_ask_alike(case: Case) -> None:
    old = {**read(case.before), "apiVersion": OLD[0]}
    asked = BUILT_IN.convert(old, GroupVersion.parse(V1), decisions=case.decide).questions
    assert tuple(f"{each.name} {each.path}" for each in asked) == case.asks


@pytest.mark.cluster
@pytest.mark.parametrize("case", [*ASKED, *TAKEN], ids=attrgetter("name"))
def test_a_real_server_refuses_exactly_that(case: Case, apiserver: ApiServer) -> None:
    obj: dict[str, Any] = converted(case).object
    refused = bool(case.asks) or "every version refuses" in case.name or "fills in" in case.name
    assert (apiserver.accept(obj) is not None) == refused
