"""A definition as a file: YAML that every reader takes alike, and that says where it comes from."""

from __future__ import annotations

from typing import Any

from kconv.manifests.render import block


def text_of(crd: dict[str, Any], made_by: str) -> str:
    """The file of a definition, as block-style YAML."""
    return "\n".join([f"# Made by `{made_by}`. Do not edit.", *block(crd), ""])
