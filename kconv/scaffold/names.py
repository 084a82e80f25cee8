"""A name is refused here, before a file is written: the API server, kubectl or Python would refuse it much later."""

from __future__ import annotations

import builtins
import keyword
import re
import sys

from kconv.errors import UsageError
from kconv.names import version_order

_LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]*")
_IMAGE = re.compile(r"[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*")
_LONGEST = 40
"""Of a plural: its namespace, Service and Secret are called after it, and a label has 63 characters."""
_COMMUNITY = ("k8s.io", "kubernetes.io")
_TAKEN_KINDS = frozenset(
    [
        "Annotated",
        "Any",
        "Column",
        "Condition",
        "Conditions",
        "CustomResource",
        "Field",
        "HubDiffBaseStorage",
        "Int32",
        "Int64",
        "Model",
        "Move",
        "Resource",
        "Rule",
        "UTC",
    ]
)
"""What the modules of the models and of the operator import."""
_TAKEN_PACKAGES = frozenset(
    [
        "build",
        "chart",
        "click",
        "config",
        "crds",
        "cryptography",
        "dist",
        "httptools",
        "hypothesis",
        "jinja2",
        "kconv",
        "kopf",
        "lightkube",
        "mypy",
        "orjson",
        "pathspec",
        "prometheus_client",
        "pydantic",
        "pytest",
        "ruamel",
        "ruff",
        "starlette",
        "tests",
        "uvicorn",
        "venv",
        "yaml",
    ]
)
"""Folders of the project, and what it imports."""


def plural_and_group(name: str) -> tuple[str, str]:
    """``backups.example.com`` is the plural and the group. Raises UsageError for what no definition can be called."""
    plural, dot, group = name.partition(".")
    hint = "write PLURAL.GROUP, such as backups.example.com"
    if not dot or not group:
        raise UsageError(f"{name!r} has no group", hint=hint)
    if not _LABEL.fullmatch(plural):
        reason = f"{plural!r} is not a DNS label: lower-case letters, digits and -, a letter first"
        raise UsageError(reason, hint=hint)
    if len(plural) > _LONGEST:
        raise UsageError(
            f"{plural!r} has {len(plural)} characters, and at most {_LONGEST} are possible",
            hint="namespace, Service and Secret are called after it",
        )
    _group(group)
    if len(name) > 253:
        raise UsageError(f"{name!r} has {len(name)} characters, and at most 253 are possible", hint=hint)
    return plural, group


def _group(group: str) -> None:
    if "." not in group:
        raise UsageError(
            f"the group {group!r} has no dot", hint="a group is a domain that you own, such as example.com"
        )
    if not _SUBDOMAIN.fullmatch(group) or any(len(part) > 63 for part in group.split(".")):
        raise UsageError(f"the group {group!r} is not a DNS name", hint="write it in lower case, such as example.com")
    if any(group == each or group.endswith(f".{each}") for each in _COMMUNITY):
        reason = f"the group {group!r} belongs to the Kubernetes community, whose approval each definition needs"
        raise UsageError(reason, hint="use a domain that you own")


def kind(text: str) -> str:
    """A kind, which is also the name of a Python class. Raises UsageError for one that cannot be both."""
    if keyword.iskeyword(text) or keyword.issoftkeyword(text):
        raise UsageError(f"the kind {text!r} is a keyword of Python", hint="give another one with --kind")
    if hasattr(builtins, text):
        raise UsageError(f"the kind {text!r} would hide Python's own {text}", hint="give another one with --kind")
    if text in _TAKEN_KINDS:
        raise UsageError(f"the kind {text!r} is a name that the models use", hint="give another one with --kind")
    if not _KIND.fullmatch(text) or len(text) > _LONGEST:
        hint = f"a kind has at most {_LONGEST} letters and digits, a capital first, such as Backup"
        raise UsageError(f"{text!r} cannot be a kind", hint=hint)
    return text


def package(text: str) -> str:
    """The import name of the models' package. Raises UsageError for one that Python would not find."""
    hint = "give another one with --package"
    if keyword.iskeyword(text) or not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise UsageError(f"{text!r} cannot be a Python package", hint=hint)
    if text in sys.stdlib_module_names or text in _TAKEN_PACKAGES:
        raise UsageError(f"the package {text!r} would hide a module of that name", hint=hint)
    return text


def version(text: str) -> str:
    """A version that Kubernetes can order. Raises UsageError for any other, which it would put behind all of those."""
    if version_order(text) < version_order("v1alpha1") or len(text) > 63:  # the last of those that have an order
        reason = f"{text!r} is not a version that Kubernetes can order"
        raise UsageError(reason, hint="write v1, v1beta1 or v1alpha1")
    return text


def versions(text: str) -> tuple[str, ...]:
    """Versions as a list with commas, the oldest first. Raises UsageError for less than two, or for one twice."""
    found = tuple(version(each.strip()) for each in text.split(","))
    if len(set(found)) < len(found):
        raise UsageError(f"a version is listed twice: {text}", hint="list each version once, the oldest first")
    if len(found) < 2:
        hint = "with one version there is nothing to convert: give two, the oldest first, such as v1alpha1,v1"
        raise UsageError(f"only one version is given: {text}", hint=hint)
    return found


def image(text: str) -> str:
    """The name of a container image without a tag. Raises UsageError for one with a tag, and for what is none."""
    if not _IMAGE.fullmatch(text):
        hint = "write it without a tag, such as registry.example.com/backups"
        raise UsageError(f"{text!r} is not the name of an image", hint=hint)
    return text


def port(text: str) -> int:
    """A port that a process without privileges can open."""
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise UsageError(f"{text!r} is not a port from 1024 to 65535", hint="such as 9443, or 10250")
    return int(text)


def kind_of(plural: str) -> str:
    """The kind that a plural suggests, in English: ``worker-policies`` is WorkerPolicy."""
    *rest, last = plural.split("-")
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if last.endswith(ending) and not last.endswith(("ss", "us")):
            last = last[: -len(ending)] + singular
            break
    return "".join(part.capitalize() for part in (*rest, last))


def package_of(plural: str) -> str:
    """The package that a plural suggests."""
    return plural.replace("-", "_")
