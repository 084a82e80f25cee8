"""New text says the same to every reader: Kubernetes, YAML 1.1 and YAML 1.2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kconv.errors import ManifestError
from kconv.manifests import render, tree
from kconv.manifests.protocols import Style
from kconv.manifests.syntax import json, yaml
from tests.tiers import examples

HARD = [
    "1e3", "0o17", "0b1", "0x1f", "on", "y", "oFF", "nO", "0777", "1_000", "1:2", "12:30:45", "2001-01-01", "=", "<<", "~", "null",
    "", " ", " a", "a ", "a  b", "a: b", "a:", "a #b", "#a", "a#b", "- a", "-", "--- ", "...", "?x", "%a", "@a", "`a", "&a", "*a",
    "!a", "|", "> x", "{a", "[a", "a]", "a,b", "a{b}", "'", '"', "\\", "a'b", ".5", "1.", "+1", ".inf", ".nan", "NaN", "inf", "True",
    "1E", "5", "25%", "10m", "1Gi", "1.2.3", ".spec.a", "http://x:80/y", "$(A)", "{{ x }}", "app=x,y!=z", "é", "😀", "x" * 500,
    "a\tb", "a\nb", "a\n", "\na", "a\n\n", " a\nb\n", "a\n b\n", "a \nb\n", "a\r\nb", "tab\t\nb\n", "- a\n- b\n",
    "\u2028", "\x85", "\x7f", "\ufeffx", "\ufffe", "\x00",
]  # fmt: skip
READERS: list[Callable[[str], Any]] = [
    lambda text: tree.parse(text).value,
    lambda text: pyyaml.load(text, Loader=pyyaml.SafeLoader),
    lambda text: YAML(typ="safe", pure=True).load(text),
]
STYLES = [
    Style(yaml.SYNTAX),
    Style(yaml.SYNTAX, step=4, dash=4, quote="'", quote_strings=True),
    Style(yaml.SYNTAX, quote_keys=True),
]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=6) | st.sampled_from(HARD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("text", HARD, ids=ascii)
@pytest.mark.parametrize("quote", [None, "", "'", '"'])
def test_a_string_stays_a_string(text: str, quote: str | None) -> None:
    for written in (render.leaf(text, quote), f"[{render.leaf(text, quote, flow=True)}]"):
        for read in READERS:
            assert read(f"k: {written}\n")["k"] in (text, [text])


@settings(max_examples=examples(150), derandomize=True)
@given(
    value=st.dictionaries(st.text(max_size=4) | st.sampled_from(HARD[:60]), JSON_VALUES, max_size=4),
    style=st.sampled_from(STYLES),
)
def test_values_are_read_back(value: dict[str, Any], style: Style) -> None:
    for text in (
        "\n".join(render.block({"k": [value], "end": 1}, style)) + "\n",
        render.flow({"k": [value]}, style, ""),
    ):
        for read in READERS[:2]:
            assert read(text)["k"] == [value]


def test_block_style_follows_the_file() -> None:
    value = {"a": {"b": [{"c": "x", "d": []}, [1, None]]}, "t": "l1\n\nl2\n"}
    assert render.block(value) == [
        "a:",
        "  b:",
        "  - c: x",
        "    d: []",
        "  - - 1",
        "    - null",
        "t: |",
        "  l1",
        "",
        "  l2",
    ]
    assert render.block({"a": {"b": [True]}}, Style(yaml.SYNTAX, step=4, dash=2)) == ["a:", "    b:", "      - true"]


def test_flow_style_follows_the_file() -> None:
    style = Style(json.SYNTAX, unit="\t", colon=":")
    assert render.flow({"a": ["x"], "b": {}}, style) == '{"a":["x"], "b":{}}'
    assert render.flow({"a": ["x"]}, style, "\t") == '{\n\t\t"a":[\n\t\t\t"x"\n\t\t]\n\t}'


def test_numbers_are_numbers_to_every_reader() -> None:
    assert [render.leaf(1e30), render.leaf(1.5), render.leaf(7)] == ["1.0e+30", "1.5", "7"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object()])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ManifestError):
        render.leaf(value)
