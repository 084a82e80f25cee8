"""What a version of a definition says beside its schema: how kubectl prints it, selects by it and scales it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kconv.names import GroupVersion

DECLARED: Final = "__kconv_version__"
"""The attribute of a class that holds what its decorator says."""

_GROUP: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+")
_VERSION: Final = re.compile(r"v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?")


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
        from kconv.validation.matching import finder

        if self.max_length is not None and len(name) > self.max_length:
            return f"metadata.name must have at most {self.max_length} characters"
        if self.min_length is not None and len(name) < self.min_length:
            return f"metadata.name must have at least {self.min_length} characters"
        found_in = finder(self.pattern) if self.pattern else None
        return f"metadata.name must match {self.pattern}" if found_in and not found_in(name) else ""


@dataclass(frozen=True)
class Declared:
    """What ``api_version`` says of a class."""

    group_version: GroupVersion
    kind: str
    columns: tuple[Column, ...] = ()
    selectable: tuple[str, ...] = ()
    scale: Scale | None = None
    name: Name | None = None


def declared(cls: type) -> Declared | None:
    """What ``api_version`` said of this very class."""
    found: Declared | None = cls.__dict__.get(DECLARED)
    return found


def group_version(text: str) -> GroupVersion:
    """Group and version of a custom resource. Raises ValueError for those that Kubernetes would not take."""
    found = GroupVersion.split(text)
    if not _GROUP.fullmatch(found.group) or len(found.group) > 253:
        raise ValueError(f"{text!r}: the group must be a domain with a dot, such as backup.acme.io")
    if not _VERSION.fullmatch(found.version):
        raise ValueError(f"{text!r}: the version must be like v1, v1beta1 or v1alpha1, so that Kubernetes can order it")
    return found
