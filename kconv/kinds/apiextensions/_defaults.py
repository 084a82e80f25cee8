"""Defaults of a CustomResourceDefinition that follow from other fields (apiextensions v1beta1 and v1 defaults.go)."""

from __future__ import annotations

from kconv.paths import MISSING, get
from kconv.rules import Json


def lower_kind(obj: Json) -> Json:
    """The singular name; empty if there is no kind."""
    kind = get(obj, ("spec", "names", "kind"))
    return kind.lower() if isinstance(kind, str) and kind else MISSING


def kind_list(obj: Json) -> Json:
    """The kind of a list of the resources."""
    kind = get(obj, ("spec", "names", "kind"))
    return f"{kind}List" if isinstance(kind, str) and kind else MISSING


def review_versions(obj: Json) -> Json:  # noqa: ARG001 - the same for every object
    """The version of ConversionReview that a webhook of v1beta1 speaks."""
    return ["v1beta1"]


def stored_versions(obj: Json) -> Json:
    """The versions in which objects are stored: at first, the storage version."""
    versions = get(obj, ("spec", "versions"))
    if not isinstance(versions, list) or not versions:
        only = get(obj, ("spec", "version"))
        return [only] if isinstance(only, str) and only else MISSING
    for version in versions:
        if isinstance(version, dict) and version.get("storage") is True:
            return [version.get("name", "")]
    return MISSING
