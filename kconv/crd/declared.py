"""What a version of a CustomResourceDefinition says beside its schema: how kubectl prints it, selects by it, scales it.

A decorator, not class keywords: pydantic's metaclass takes any keyword, and no type checker sees a misspelt one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from kconv.crd.model import Resource
from kconv.names import GroupVersion

_R = TypeVar("_R", bound=Resource)
DECLARED: Final = "__kconv_version__"
_GROUP: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+")
_VERSION: Final = re.compile(r"v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?")
_KIND: Final = re.compile(r"[A-Z][A-Za-z0-9]*")


@dataclass(frozen=True)
class Column:
    """A column of ``kubectl get``. ``path`` is a JSON path, such as .spec.schedule.

    A column with a ``priority`` above 0 is shown by ``-o wide`` only. A date is shown as the time since then.
    """

    name: str
    path: str
    type: Literal["string", "integer", "number", "boolean", "date"] = "string"
    format: Literal["", "int32", "int64", "float", "double", "byte", "date", "date-time", "password"] = ""
    description: str = ""
    priority: int = 0


@dataclass(frozen=True)
class Scale:
    """The scale subresource, by which ``kubectl scale`` and autoscalers work. ``selector`` is a text in the status."""

    spec: str = ".spec.replicas"
    status: str = ".status.replicas"
    selector: str | None = None


@dataclass(frozen=True)
class Name:
    """What an object of this version may be called: the API server allows DNS subdomains of up to 253 characters."""

    max_length: int | None = None
    min_length: int | None = None
    pattern: str | None = None

    def refused(self, name: str) -> str:
        """Why an object may not have a name, "" if it may."""
        from kconv.validation.pattern import compiled

        if self.max_length is not None and len(name) > self.max_length:
            return f"metadata.name must have at most {self.max_length} characters"
        if self.min_length is not None and len(name) < self.min_length:
            return f"metadata.name must have at least {self.min_length} characters"
        expression = compiled(self.pattern) if self.pattern else None
        return f"metadata.name must match {self.pattern}" if expression and not expression.search(name) else ""


@dataclass(frozen=True)
class Declared:
    """What ``api_version`` says of a class."""

    group_version: GroupVersion
    kind: str
    columns: tuple[Column, ...] = ()
    selectable: tuple[str, ...] = ()
    scale: Scale | None = None
    name: Name | None = None


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
    found = _checked(text)

    def declare(cls: type[_R]) -> type[_R]:
        if not (isinstance(cls, type) and issubclass(cls, Resource)):
            raise ValueError(
                f"api_version({text!r}): {getattr(cls, '__name__', cls)} must derive from kconv.crd.Resource"
            )
        if not _KIND.fullmatch(cls.__name__) or len(cls.__name__) > 63:
            raise ValueError(f"{cls.__name__} is no kind: it begins with a capital and has letters and digits only")
        setattr(cls, DECLARED, Declared(found, cls.__name__, tuple(columns), tuple(selectable), scale, name))
        _named(cls, str(found))
        return cls

    return declare


def declared(cls: type) -> Declared | None:
    """What ``api_version`` said of this very class."""
    found: Declared | None = cls.__dict__.get(DECLARED)
    return found


def _named(cls: type[Resource], version: str) -> None:
    """An instance knows its apiVersion and kind, and reads no object of another."""
    for field, value in (("api_version", version), ("kind", cls.__name__)):
        info = cls.model_fields[field]
        info.annotation, info.default = Literal[value], value  # type: ignore[assignment]
    cls.model_rebuild(force=True)


def _checked(text: str) -> GroupVersion:
    found = GroupVersion.split(text)
    if not _GROUP.fullmatch(found.group) or len(found.group) > 253:
        raise ValueError(f"api_version({text!r}): the group is a domain with a dot, such as backup.acme.io")
    if not _VERSION.fullmatch(found.version):
        raise ValueError(
            f"api_version({text!r}): the version is v1, v1beta1 or v1alpha1, so that Kubernetes can order it"
        )
    return found
