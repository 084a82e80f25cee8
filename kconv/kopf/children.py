"""Operators copy annotations of a parent to its children, but some are about the parent alone: kconv's stash, kopf's
state, kubectl's copy of the manifest.
"""

from __future__ import annotations

from typing import Any, cast

import kopf

from kconv.kopf.essence import without_own


def annotations_for_children(body: kopf.Body) -> dict[str, str]:
    """The annotations of an object that are not about itself alone: without those of kconv, kopf and kubectl."""
    essence: Any = kopf.AnnotationsDiffBaseStorage().build(body=body)
    return cast(dict[str, str], without_own(essence.get("metadata") or {}).get("annotations") or {})
