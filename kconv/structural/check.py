"""The API server's judgement of one version's ``openAPIV3Schema`` in a CustomResourceDefinition v1."""

from __future__ import annotations

from typing import Any

from kconv.structural.decode import misshapen
from kconv.structural.default_values import default_violations
from kconv.structural.invariants import structural_violations
from kconv.structural.openapi import openapi_violations
from kconv.structural.violation import Violation


def check(schema: Any, *, status: bool = False) -> list[Violation]:
    """All violations for which kube-apiserver 1.37 refuses a schema; empty if it is accepted.

    ``status``: the version has the status subresource, which allows fewer keywords at the root. CEL expressions are not
    compiled here. The API server stops at the first stage that finds something; here both the structure and the general
    rules are always checked.
    """
    if found := misshapen(schema):
        return found
    found = [*structural_violations(schema or {})]
    if not found:
        found = [*default_violations(schema or {})]
    return list(dict.fromkeys([*found, *openapi_violations(schema or {}, status=status)]))
