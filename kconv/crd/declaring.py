"""The decorator that makes a class a version of a custom resource.

Not class keywords: pydantic's metaclass takes any keyword, and no type checker sees a misspelt one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeVar

from kconv.crd.model import Resource
from kconv.crd.version_facts import DECLARED, Column, Declared, Name, Scale, group_version

_R = TypeVar("_R", bound=Resource)
_KIND: Final = re.compile(r"[A-Z][A-Za-z0-9]*")


def api_version(
    text: str,
    *,
    columns: Sequence[Column] = (),
    selectable: Sequence[str] = (),
    scale: Scale | None = None,
    name: Name | None = None,
) -> Callable[[type[_R]], type[_R]]:
    """Declare a class as a version of a custom resource; the class has the name of the kind.

    ``text`` is group and version, such as "backup.acme.io/v1". ``selectable`` are the fields that
    ``kubectl get --field-selector`` takes, such as .spec.nodeName.

    Raises ValueError for a group, version or kind that Kubernetes would not take.
    """
    found = group_version(text)

    def declare(cls: type[_R]) -> type[_R]:
        if not (isinstance(cls, type) and issubclass(cls, Resource)):
            raise ValueError(
                f"api_version({text!r}): {getattr(cls, '__name__', cls)} must derive from kconv.crd.Resource"
            )
        if not _KIND.fullmatch(cls.__name__) or len(cls.__name__) > 63:
            raise ValueError(
                f"{cls.__name__} is not a valid kind: begin with a capital letter and use only letters and digits"
            )
        setattr(cls, DECLARED, Declared(found, cls.__name__, tuple(columns), tuple(selectable), scale, name))
        _named(cls, str(found))
        return cls

    return declare


def _named(cls: type[Resource], version: str) -> None:
    """An instance knows its apiVersion and kind, and reads no object of another."""
    for field, value in (("api_version", version), ("kind", cls.__name__)):
        info = cls.model_fields[field]
        info.annotation, info.default = Literal[value], value  # type: ignore[assignment]
    cls.model_rebuild(force=True, raise_errors=False)  # a class that it holds may stand further down
