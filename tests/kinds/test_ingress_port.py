"""A backend's port that is not a port name: v1 has a field for a name and one for a number, and the user decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import DocumentOutcome, Options, migrate

V1 = GroupVersion("networking.k8s.io", "v1")
OLD = ["extensions/v1beta1", "networking.k8s.io/v1beta1"]
# Each as it is written in block style, and as `port.number` then has it.
ASKED = [
    ('"${PORT}"', "${PORT}"),
    ("'${PORT}'", "${PORT}"),
    ("${PORT}", "${PORT}"),
    ("$PORT", "$PORT"),
    ("<%= @port %>", "<%= @port %>"),
    ('"<%= @port %>"', "<%= @port %>"),
    ("$(PORT)", "$(PORT)"),
    ("PORT_NUMBER", "PORT_NUMBER"),
    ('"80"', "80"),
    ("'0443'", "443"),
]
NOT_NUMBERS = ["a-name-that-is-too-long", "-http", "http-", "ht--tp", "'0'", "'65536'"]
UNQUOTABLE = ['"{{ port }}"', '"%PORT%"', '"@PORT@"', '"1E3"', '"$PORT #x"']
NAMES = ["http", "http-alt-2", "a1", "80x", '"http"', "fifteen-letters"]
INGRESS = """\
apiVersion: {version}
kind: Ingress
metadata:
  name: web
spec:
  backend:
    serviceName: web
    servicePort: {port}   # of the default
  rules:
  - http:
      paths:
      - path: /
        pathType: Exact
        backend:
          serviceName: web
          # above
          servicePort: {port}
      - path: /b
        pathType: Exact
        backend: {{serviceName: web, servicePort: 80}}
"""
V1_INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  defaultBackend:
    service:
      name: web
      port:
        {field}: {port}   # of the default
  rules:
  - http:
      paths:
      - path: /
        pathType: Exact
        backend:
          service:
            name: web
            port:
              # above
              {field}: {port}
      - path: /b
        pathType: Exact
        backend: {{service: {{name: web, port: {{number: 80}}}}}}
"""
PLACES = ["spec.defaultBackend.service.port.name", "spec.rules[0].http.paths[0].backend.service.port.name"]


def migrated(tmp_path: Path, text: str, answer: str = "", *, name: str = "a.yaml") -> tuple[DocumentOutcome, str]:
    """What became of a text, and the text then."""
    file = tmp_path / name
    file.write_text(text)
    options = Options(target=Release(32), decisions={"ingress.port": answer} if answer else {})
    [outcome] = migrate([str(file)], options, write=True)
    return outcome.documents[0], file.read_text()


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("port", [port for port, _ in ASKED] + NOT_NUMBERS + UNQUOTABLE)
def test_a_port_that_is_no_name_is_asked_about_in_every_backend(port: str, version: str, tmp_path: Path) -> None:
    text = INGRESS.format(version=version, port=port)
    outcome, after = migrated(tmp_path, text)
    assert (outcome.status, after) == ("decision", text)
    assert [note.path for note in outcome.notes if note.kind == "info"] == PLACES
    assert outcome.hint == "decide with --decide ingress.port=number|name"


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize(("port", "number"), ASKED)
def test_a_number_stands_without_quotes(port: str, number: str, version: str, tmp_path: Path) -> None:
    outcome, after = migrated(tmp_path, INGRESS.format(version=version, port=port), "number")
    assert (outcome.status, after) == ("migrated", V1_INGRESS.format(field="number", port=number))


@pytest.mark.parametrize("port", [port for port, _ in ASKED] + NOT_NUMBERS + UNQUOTABLE)
def test_a_name_stands_as_it_was(port: str, tmp_path: Path) -> None:
    outcome, after = migrated(tmp_path, INGRESS.format(version=OLD[1], port=port), "name")
    assert (outcome.status, after) == ("migrated", V1_INGRESS.format(field="name", port=port))


@pytest.mark.parametrize("port", NOT_NUMBERS)
def test_what_will_never_be_a_number_is_not_made_one(port: str, tmp_path: Path) -> None:
    outcome, _ = migrated(tmp_path, INGRESS.format(version=OLD[1], port=port), "number")
    assert outcome.status == "decision"
    assert "neither a number" in outcome.notes[-1].message


@pytest.mark.parametrize("port", UNQUOTABLE)
def test_what_yaml_takes_for_something_else_is_an_error(port: str, tmp_path: Path) -> None:
    text = INGRESS.format(version=OLD[1], port=port)
    outcome, after = migrated(tmp_path, text, "number")
    assert (outcome.status, after) == ("error", text)
    assert "is not valid without quotes in YAML" in outcome.notes[0].message
    assert outcome.notes[0].path == PLACES[0].replace("name", "number")


FLOW = "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: a}\nspec: {backend: {serviceName: a, servicePort: PORT}}\n"


@pytest.mark.parametrize(
    ("port", "number"), [("'$PORT'", "$PORT"), ("<%= @port %>", "<%= @port %>"), ("'80'", "80"), ('"${PORT}"', "")]
)
def test_inside_of_braces_only_what_has_none(port: str, number: str, tmp_path: Path) -> None:
    text = (
        FLOW.replace("PORT", port, 1)
        if "PORT" not in port
        else FLOW.replace("servicePort: PORT", f"servicePort: {port}")
    )
    outcome, after = migrated(tmp_path, text, "number")
    if number:
        assert outcome.status == "migrated"
        assert f"port: {{number: {number}}}" in after
    else:
        assert (outcome.status, after) == ("error", text)
        assert "write the map over several lines" in outcome.hint


def test_json_has_no_strings_without_quotes(tmp_path: Path) -> None:
    text = '{"apiVersion": "networking.k8s.io/v1beta1", "kind": "Ingress", "spec": {"backend": {"serviceName": "a", "servicePort": "$P"}}}\n'
    outcome, after = migrated(tmp_path, text, "number", name="a.json")
    assert (outcome.status, after) == ("error", text)
    assert "in JSON" in outcome.notes[0].message


@pytest.mark.parametrize("port", NAMES)
def test_a_name_is_asked_about_by_nobody(port: str, tmp_path: Path) -> None:
    outcome, after = migrated(tmp_path, INGRESS.format(version=OLD[0], port=port))
    assert (outcome.status, after) == ("migrated", V1_INGRESS.format(field="name", port=port))


def test_a_kustomize_patch_asks_too(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("patchesStrategicMerge:\n- a.yaml\n")
    text = INGRESS.format(version=OLD[1], port='"${PORT}"')
    outcome, _ = migrated(tmp_path, text)
    assert outcome.status == "decision"
    outcome, after = migrated(tmp_path, text, "number")
    assert outcome.status == "fragment"
    assert after == V1_INGRESS.format(field="number", port="${PORT}")


@pytest.mark.parametrize("defaults", ["none", "all"])
def test_kubernetes_own_conversion_asks_nothing(defaults: str) -> None:
    obj = {"apiVersion": OLD[0], "kind": "Ingress", "spec": {"backend": {"serviceName": "a", "servicePort": "80"}}}
    result = BUILT_IN.convert(obj, V1, defaults=defaults)  # type: ignore[arg-type]
    assert result.questions == []
    assert result.object["spec"]["defaultBackend"]["service"]["port"] == {"name": "80"}
