"""docs/rules.md shows every rule: its examples are what kconv makes of them, and no rule is without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gen_rule_reference
import pytest
import rule_examples
import rule_tables
import yaml
from rule_examples import Example, WrongExampleError

from kconv import kinds
from kconv.engine import Kind
from kconv.names import GroupVersion
from kconv.rules import Converts, Demands, Fills, Lacks, Part, Rule, of_sort, plainly
from kconv.rules.settle import settled

PAGE = gen_rule_reference.PAGE.read_text(encoding="utf-8")
EXAMPLES = list(rule_examples.examples(PAGE))
BEFORE = """apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web}
spec:
  backend: {serviceName: web, servicePort: "80"}
"""
IN_TABLES = (Fills, Lacks)
"""Rules that the tables show: defaults, and fields that a version does not have."""
EXAMPLES_OF_ANOTHER_KIND = ("ResourceClaimTemplate",)
"""Kinds whose section refers to the one of another."""
SHOWN = f"```yaml\n{BEFORE}```\n\nbecomes%s:\n\n```yaml\napiVersion: networking.k8s.io/v1\n```\n"
DECIDED = ", with `--decide ingress.port=number`"


@pytest.mark.full
def test_the_page_is_what_kconv_gives() -> None:
    assert gen_rule_reference.page(PAGE) == PAGE


def test_the_block_after_an_example_is_what_kconv_writes() -> None:
    assert "number: 80" in rule_examples.rewritten(SHOWN % DECIDED)


def test_the_report_of_an_example_stands_in_its_text_block() -> None:
    made = rule_examples.rewritten(f"{SHOWN % DECIDED}\n```text\n```\n")
    assert "spec.defaultBackend.service.port.number: 80 is a number as decided\n```\n" in made


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (SHOWN % "", "kconv does not migrate to networking.k8s.io/v1"),
        (SHOWN.replace('"80"', "80") % DECIDED, "kconv does not ask for ingress.port"),
        (SHOWN.replace("apiVersion: networking.k8s.io/v1\n", "") % DECIDED, "has no apiVersion"),
        (SHOWN.replace("networking.k8s.io/v1", "apps/v1") % "", "kconv does not migrate to apps/v1"),
    ],
    ids=["an open question", "an answer that is not asked for", "no version", "a version of another kind"],
)
def test_an_example_that_cannot_be_is_refused(page: str, why: str) -> None:
    with pytest.raises(WrongExampleError, match=why):
        rule_examples.rewritten(page)


def test_a_kind_with_rules_and_no_section_is_named() -> None:
    sections = gen_rule_reference.anchors(PAGE)
    del sections["Ingress"]
    with pytest.raises(KeyError, match="Ingress"):
        rule_tables.index(sections)


def test_every_question_is_linked() -> None:
    asked = {
        decision.name
        for kind in kinds.registered()
        for version in kind.versions
        for part in of_sort(kind.parts(version), Demands)
        for decision in part.rule.decisions
    }
    assert [name for name in sorted(asked) if f"](decisions.md#{name.replace('.', '').lower()})" not in PAGE] == []


def test_every_rule_has_an_example() -> None:
    shown = {id(rule) for example in EXAMPLES for rule in _rules_at_work(example)}
    missing = {
        f"{kind.name} {version}: {', '.join(part.describe())}"
        for kind in kinds.registered()
        if kind.name not in EXAMPLES_OF_ANOTHER_KIND
        for version in kind.versions
        for part in kind.parts(version)
        if part.describe() and not isinstance(part.rule, IN_TABLES) and id(part.rule) not in shown
    }
    listed = "\n".join(sorted(missing))
    assert not missing, f"add an example of each below its kind's heading in docs/rules.md:\n{listed}"


def _rules_at_work(example: Example) -> Iterator[Rule]:
    """The rules that change something, or have something to report, on the way of an example."""
    obj = yaml.safe_load(example.before)
    kind, source = _kind(obj), GroupVersion.parse(obj["apiVersion"])
    target = GroupVersion.parse(example.target)
    for part in of_sort(kind.parts(source), Converts):
        before, obj = obj, plainly([part], obj)
        if obj is not before:
            yield part.rule
    for part in reversed(of_sort(kind.parts(target), Converts)):
        before, obj = obj, plainly([part], obj, back=True)
        if obj is not before:
            yield part.rule
    for demand in of_sort(kind.parts(target), Demands):
        if _demands(obj, demand):
            yield demand.rule


def _kind(obj: Any) -> Kind:
    kind = kinds.find(kinds.identify(obj))
    assert kind is not None
    return kind


def _demands(obj: Any, part: Part[Demands]) -> bool:
    new, notes, questions = settled(obj, part, {})
    return new is not obj or bool(notes) or bool(questions)
