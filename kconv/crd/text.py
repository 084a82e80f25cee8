"""A definition as a file: YAML that every reader takes alike, and that says where it comes from."""

from __future__ import annotations

from typing import Any

from kconv.manifests.render import block


def text_of(*manifests: dict[str, Any], made_by: str) -> str:
    """A file of manifests, as block-style YAML."""
    documents = ("\n".join([*block(each), ""]) for each in manifests)
    return headed("---\n".join(documents), made_by)


def headed(text: str, made_by: str) -> str:
    """A generated file, which says what made it."""
    return f"{head(made_by)} Do not edit.\n{text}"


def head(made_by: str) -> str:
    """What each file that a command made begins with: by it, one that is no longer made is found."""
    return f"# Made by `{made_by}`."
