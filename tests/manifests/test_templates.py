"""Keys that begin with a dollar are Kubernetes' own: `$ref` in schemas, `$patch` and its kin in strategic merge patches."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.manifests.templates import has_marks, may_stand_in, named_so, reason
from kconv.manifests.values import Rare, read_yaml


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  $ref: '#/definitions/a'\n",
        "l:\n- name: a\n  $patch: delete\n",
        "$setElementOrder/l: [a]\nl: [{$patch: replace}, {name: [a, {b: c}], $retainKeys: [x]}]\n",
        "a: &x {k: 1}\nb: {<<: *x, $ref: y}\n",
    ],
)
def test_a_key_is_no_placeholder(text: str) -> None:
    assert not reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: $ref\n",
        "- $ref\n",
        "- a\n- $ref\n",
        "a: [b, c, $ref]\n",
        "a: {b: [$ref]}\n",
        "a: *x\nb: $y\n",
        "${KEY}: a\n",
        "? a\n: $v\n",
    ],
)
def test_a_variable_in_place_of_a_value_or_in_braces_is(text: str) -> None:
    assert reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "metadata: {annotations: {a: $request_uri}}\n",
        "metadata:\n  annotations:\n    a: ${x}\n    b: $y\n",
        "metadata:\n  labels:\n    a: $x\n",
        "spec: {template: {metadata: {labels: {a: $x}, annotations: {b: $y}}}}\n",
        "spec:\n  rules:\n  - http: {paths: [{backend: {serviceName: a, servicePort: $PORT}}]}\n",
        "spec:\n  backend:\n    servicePort: ${PORT}\n",
    ],
)
def test_what_can_only_be_text_and_a_port_that_is_asked_about_are_none(text: str) -> None:
    assert not reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "metadata: {annotations: $x}\n",
        "metadata: {labels: {a: {b: $x}}}\n",
        "metadata: {labels: [$x]}\n",
        "metadata: {labels: {a: b}, name: $x}\n",
        "annotations: {a: $x}\n",
        "spec: {backend: {serviceName: $x, servicePort: 1}}\n",
        "spec: {backend: $x}\n",
        "servicePort: $x\n",
        "metadata: {annotations: {${KEY}: a}}\n",
    ],
)
def test_what_stands_beside_or_above_them_still_is(text: str) -> None:
    assert reason(text)


@pytest.mark.parametrize(
    "text", ["a: $x\n", "- {b: [$x]}\n", "a: ${x}$y\n", "${KEY}: a\n", "a:\n- b:\n    ${{X}}\n", "$x\n"]
)
def test_the_value_tells_that_one_may_be_there(text: str) -> None:
    assert reason(text)
    try:
        value = read_yaml(text)
    except Rare:
        return
    assert may_stand_in(value)


@pytest.mark.parametrize("text", ["a: $x y\n", "$ref: a\n", "a: [b, 1, null, true, {c: $}]\n", "a: |\n  $x.\n"])
def test_the_value_tells_that_none_is_there(text: str) -> None:
    assert not reason(text)
    assert not may_stand_in(read_yaml(text))


def test_what_stands_in_quotes_is_left_to_the_text() -> None:
    assert may_stand_in(read_yaml("a: '$x'\n"))
    assert not reason("a: '$x'\n")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a: {{ b }}", True),
        ("{% a %}", True),
        ("a: ${b}", True),
        ("%{ a }", True),
        ("<% a %>", True),
        ("(( a ))", True),
        ("#@ a", True),
        ("a: @b@", True),
        ("a: @b c@", False),
        ("a@b.c", False),
        ("a: $b", True),
        ("- $b", True),
        ("$b", True),
        ("  - a.b:   $b", True),
        ("a: 1\n$b", True),
        ("a: 1\n\t$b", True),
        ("x$b", False),
        ("a: 1\nx$b", False),
        ("a: c $b", False),
        ("a:$b", False),
        ("a: b c: $b", False),
        ("a: $1", False),
        ("a: $", False),
        ("a: {b: {c: d}}", False),
        ("a: (b) % <c>", False),
        ("# @b", False),
        ("", False),
    ],
)
def test_marks_that_an_engine_would_act_on(text: str, want: bool) -> None:
    assert has_marks(text.encode()) == want


REASONS: list[tuple[str, str, str]] = [
    ("braces for a value", "a: {{ b }}\n", "{{ }} outside of a string"),
    ("braces alone", "{{ a }}\n", "{{ }} outside of a string"),
    ("braces in a list", "- {{ a }}\n", "{{ }} outside of a string"),
    ("a map in brackets in a list in brackets", "a: {b: [{c: d}]}\n", ""),
    ("a map in a map", "a: {b: {c: d}}\n", ""),
    ("a map in a list in brackets", "a: [{b: c}]\n", ""),
    ("braces in quotes", "a: '{{ b }}'\n", ""),
    ("a placeholder for a value", "a: ${b}\n", "${b} stands for a value"),
    ("one in a list", "a:\n- $b\n", "$b stands for a value"),
    ("one behind a list", "a: [b, c]\nd: $e\n", "$e stands for a value"),
    ("one behind a map", "a:\n  b: {c: d}\ne: ${f}\n", "${f} stands for a value"),
    ("one in a part of a text", "a: b${c}\n", ""),
    ("two of them", "a: ${b}${c}\n", "${b}${c} stands for a value"),
    ("double braces", "a: ${{b}}\n", "${{b}} stands for a value"),
    ("one in quotes", 'a: "${b}"\n', ""),
    ("one in a block of text", "a: |\n  ${b}\n", ""),
    ("a label", "metadata:\n  labels:\n    a: ${b}\n", ""),
    ("an annotation", "metadata:\n  annotations:\n    a: ${b}\n", ""),
    ("an annotation in a list", "metadata:\n  annotations:\n  - ${b}\n", "${b} stands for a value"),
    ("below a label", "metadata:\n  labels:\n    a:\n      b: ${c}\n", "${c} stands for a value"),
    ("a port of an Ingress", "backend:\n  servicePort: ${b}\n", ""),
    ("a port elsewhere", "servicePort: ${b}\n", "${b} stands for a value"),
    ("a port in a list", "backend:\n- servicePort: ${b}\n", "${b} stands for a value"),
    ("behind a label", "metadata:\n  labels:\n    a: b\n  name: ${c}\n", "${c} stands for a value"),
    ("a key in braces", "${a}: b\n", "${a} stands for a value"),
    ("a key that is a variable", "$a: b\n", ""),
    ("a value behind a key that is a map", "? {a: b}\n: $c\n", "$c stands for a value"),
    ("no YAML", "a: b\n{{- end }}\n", "not YAML until it is rendered"),
    ("nested too deep", "[" * 20000, "not YAML until it is rendered"),
    ("ytt", "a: #@ b\n", "ytt template"),
    ("ytt on a line of its own", "  #@ if a:\nb: c\n", "ytt template"),
    ("no ytt", "a: b#@ c\n", ""),
    ("no ytt either", "#@\n# @a\na: b\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS])
def test_why_a_document_is_a_template(text: str, want: str) -> None:
    assert reason(text) == want


@pytest.mark.parametrize(
    ("value", "want"),
    [("$a", True), ("${a}", True), (["b", {"c": ["$a"]}], True), ({"${a}": "b"}, True), ({"$a": "b"}, False), ("$a b", False), ("a", False), (1, False), (None, False), ({"a{b": "c"}, False)],
)  # fmt: skip
def test_a_value_that_may_stand_for_another(value: object, want: bool) -> None:
    assert may_stand_in(value) == want


NAMES: list[tuple[str, bytes, str]] = [
    ("a.tpl", b"", "template"),
    ("a.yaml.gotmpl", b"", "template"),
    ("chart/templates/a.yaml", b"{{ a }}", "chart template"),
    ("chart/templates/deep/er/a.yaml", b"{{ a }}", "chart template"),
    ("chart/templates/a.yaml", b"a: b", ""),
    ("chart/crds/a.yaml", b"{{ a }}", ""),
    ("chart/a.yaml", b"{{ a }}", ""),
    ("other/templates/a.yaml", b"{{ a }}", ""),
    ("chart/templatesx/a.yaml", b"{{ a }}", ""),
]


@pytest.mark.parametrize(("name", "data", "want"), NAMES)
def test_a_template_is_known_by_its_name_and_place(name: str, data: bytes, want: str, tmp_path: Path) -> None:
    (tmp_path / "chart").mkdir()
    (tmp_path / "chart/Chart.yaml").touch()
    (tmp_path / "other/Chart.yaml").mkdir(parents=True)
    assert named_so(str(tmp_path / name), data) == want
