"""Keys that begin with a dollar are Kubernetes' own: `$ref` in schemas, `$patch` and its kin in strategic merge patches."""

from __future__ import annotations

import pytest

from kconv.manifests.templates import reason


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
