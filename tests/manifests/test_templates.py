"""Keys that begin with a dollar are Kubernetes' own: `$ref` in schemas, `$patch` and its kin in strategic merge patches."""

from __future__ import annotations

import pytest

from kconv.manifests.templates import may_stand_in, reason
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
    "text", ["a: $ref\n", "- $ref\n", "a: {b: [$ref]}\n", "a: *x\nb: $y\n", "${KEY}: a\n", "? a\n: $v\n"]
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
