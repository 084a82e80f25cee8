"""What may be asked is declared: a flag that answers nothing is refused, and no question goes without its page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kconv
from kconv.kinds.decisions import Declared, declared

SOURCE = Path(kconv.__file__).parent


def test_every_decision_is_known_with_who_asks_it() -> None:
    assert {name: one.kinds for name, one in declared().items()} == {
        "crd.approved": ("CustomResourceDefinition",),
        "crd.schema": ("CustomResourceDefinition",),
        "cronjob.schedule": ("CronJob",),
        "cronjob.timeZone": ("CronJob",),
        "csr.signerName": ("CertificateSigningRequest",),
        "csr.usages": ("CertificateSigningRequest",),
        "devicetaintrule.selector": ("DeviceTaintRule",),
        "endpointslice.addressType": ("EndpointSlice",),
        "event.recorded": ("Event",),
        "ingress.path": ("Ingress",),
        "ingress.port": ("Ingress",),
        "ingress.secret": ("Ingress",),
        "leasecandidate.binaryVersion": ("LeaseCandidate",),
        "leasecandidate.strategy": ("LeaseCandidate",),
        "loss": (),
        "podcertificate.request": ("PodCertificateRequest",),
        "webhook.names": ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        "webhook.sideEffects": ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        "workload.selector": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    }


@pytest.mark.parametrize("one", declared().values(), ids=list(declared()))
def test_a_decision_takes_what_it_offers_and_nothing_else(one: Declared) -> None:
    decision = one.decision
    assert decision.asks.endswith(".")
    assert bool(decision.answers) != bool(decision.text)
    assert all(decision.takes(answer) for answer in decision.answers)
    assert not any(decision.takes(answer) for answer in ("", None, 1, True))


def test_questions_are_asked_by_declared_decisions_only() -> None:
    """A Question that is built by hand could have no valid answer."""
    allowed = {"errors.py", "rules/decision.py", "rules/settle.py"}
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Question":
                found.add(file.relative_to(SOURCE).as_posix())
    assert found <= allowed


def test_what_decisions_are_asked_is_what_rules_declare() -> None:
    """`NAME.question(…)` in a kind's file without `decisions=[NAME]` would be asked and refused."""
    names = {id(one.decision): name for name, one in declared().items()}
    built = {id(value) for value in _constants()}
    assert built == set(names)


def _constants() -> list[object]:
    import sys

    from kconv.rules import Decision

    modules = [module for name, module in sys.modules.items() if name.startswith(("kconv.kinds", "kconv.engine"))]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Decision)]
