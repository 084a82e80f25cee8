"""Kubernetes' names for versions: "apps/v1", its kinds, and the order in which versions are preferred.

The order is the one of the API machinery: stable before beta before alpha, then the higher number
(https://kubernetes.io/docs/reference/using-api/#api-versioning, `version.CompareKubeAwareVersionStrings`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kconv.errors import UsageError
from kconv.records import NamedTuple

_VERSION = re.compile(r"v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?")
_RELEASE = re.compile(r"v?1\.([0-9]{1,3})(?:\.[0-9]+)?(?:[-+].*)?")
_RANK = {"alpha": 0, "beta": 1, None: 2}


class GroupVersion(NamedTuple):
    """A group and version; the core group's name is empty."""

    group: str
    version: str

    @staticmethod
    def parse(text: str) -> GroupVersion:
        """Read "apps/v1" or "v1". Raises UsageError for anything else."""
        return _parsed(text)

    @staticmethod
    def split(text: str) -> GroupVersion:
        """The two parts of an ``apiVersion``, whatever it says: for an object that is only read, not converted."""
        return _split(text)

    def __str__(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    def kind(self, kind: str) -> GroupVersionKind:
        """This group and version's kind of that name."""
        return GroupVersionKind(self.group, self.version, kind)


@lru_cache(maxsize=512)
def _parsed(text: str) -> GroupVersion:
    group, slash, version = text.rpartition("/")
    if not version or "/" in group or (slash and not group) or " " in text:
        raise UsageError(f"{text!r} is not a group/version", hint='write it as "apps/v1" or "v1"')
    return GroupVersion(group, version)


@lru_cache(maxsize=512)
def _split(text: str) -> GroupVersion:
    group, _, version = text.rpartition("/")
    return GroupVersion(group, version)


class GroupVersionKind(NamedTuple):
    """The full type name of an object."""

    group: str
    version: str
    kind: str

    @property
    def group_version(self) -> GroupVersion:
        return GroupVersion(self.group, self.version)

    @property
    def api_version(self) -> str:
        """The text of the object's ``apiVersion``."""
        return f"{self.group}/{self.version}" if self.group else self.version

    def __str__(self) -> str:
        return f"{self.api_version} {self.kind}"


@lru_cache(maxsize=256)
def stability(version: str) -> str:
    """Return alpha, beta or stable, read from the version's name (v2beta1 is beta)."""
    found = _VERSION.fullmatch(version)
    return (found.group(2) or "stable") if found else "alpha"


@lru_cache(maxsize=256)
def version_order(version: str) -> tuple[int, int, int]:
    """Sort key: the most preferred version has the greatest key."""
    found = _VERSION.fullmatch(version)
    if not found:
        return (-1, 0, 0)
    major, level, minor = found.groups()
    return (_RANK[level], int(major), int(minor or 0))


def name_of(value: dict[str, Any]) -> str:
    """What an object is called: its name, or the beginning of one that the server completes; "" without either."""
    metadata = value.get("metadata")
    said = [metadata.get(key) for key in ("name", "generateName")] if isinstance(metadata, dict) else []
    return next(filter(None, map(_text, said)), "")


def _text(value: Any) -> str:
    """A name as Kubernetes parses it, before it refuses what is not a string: yes is true, 0777 is 511, null is ""."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""


class Release(NamedTuple):
    """A Kubernetes minor release, such as 1.32; patch releases serve the same versions."""

    minor: int

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read "1.32", "v1.32" or "v1.32.3". Raises UsageError for anything else."""
        found = _RELEASE.fullmatch(text.strip())
        if not found:
            raise UsageError(f"{text!r} is not a Kubernetes release", hint="write it as 1.32 or v1.32.3")
        return cls(int(found.group(1)))

    def __str__(self) -> str:
        return f"1.{self.minor}"
