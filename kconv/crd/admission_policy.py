"""What guards a custom resource is a policy and its binding: two objects of one name, beside the definition."""

from __future__ import annotations

from typing import Any


def manifest(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    """A policy or a binding of admissionregistration.k8s.io/v1, which are cluster-wide."""
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}
