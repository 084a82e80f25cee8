"""A definition as a file: YAML that every reader takes alike, and that says where it comes from."""

from __future__ import annotations

from typing import Any

from kconv.manifests.render import block


def text_of(*manifests: dict[str, Any], made_by: str) -> str:
    """A file of manifests, as block-style YAML."""
    documents = ("\n".join([*block(each), ""]) for each in manifests)
    return f"# Made by `{made_by}`. Do not edit.\n" + "---\n".join(documents)
