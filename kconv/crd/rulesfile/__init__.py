"""A custom resource without Python: the CustomResourceDefinition that a team ships, and its rules in a YAML file."""

from __future__ import annotations

from kconv.crd.rulesfile.resource import resources_of

__all__ = ["resources_of"]
