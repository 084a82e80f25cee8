"""kubectl merges the files of $KUBECONFIG: the first to name something wins. Paths in a file are relative to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kconv.errors import UsageError

if TYPE_CHECKING:
    from lightkube.config.kubeconfig import SingleConfig

_PATHS = ("certificate-authority", "client-certificate", "client-key", "tokenFile")
_LISTS = {"clusters": "cluster", "contexts": "context", "users": "user"}
_EXEC_V1, _EXEC_V1BETA1 = (f"client.authentication.k8s.io/{version}" for version in ("v1", "v1beta1"))
"""Of a plugin for credentials. lightkube knows only the second, and reads of its answer what both have: the token."""
_UNREAD = ("as", "as-uid", "as-groups", "as-user-extra", "auth-provider")
"""Of a user: without them, requests would be those of somebody else."""


def chosen(context: str, kubeconfig: str) -> SingleConfig:
    """The context of that name, or the current one; without any kubeconfig that of the Pod's service account.

    Raises UsageError for a file that cannot be read, and for an unknown context.
    """
    from lightkube.config.kubeconfig import KubeConfig
    from lightkube.core.exceptions import ConfigError

    files = _files(kubeconfig)
    if not files and not context:
        try:
            return KubeConfig.from_service_account().get()  # type: ignore[return-value]  # it has a current context
        except (ConfigError, KeyError):
            hint = "set KUBECONFIG, or run kconv in a Pod with a service account"
            raise UsageError("there is no kubeconfig, and this is no Pod", hint=hint) from None
    merged: dict[str, Any] = {"clusters": [], "contexts": [], "users": []}
    for file in files:
        _merge(merged, file)
    return _context(merged, context, ", ".join(map(str, files)) or "~/.kube/config")


def _files(kubeconfig: str) -> list[Path]:
    """The files to read: one that is named must be there, as must one of those that $KUBECONFIG lists."""
    if kubeconfig:
        return [Path(kubeconfig).expanduser()]
    listed = [Path(each).expanduser() for each in os.environ.get("KUBECONFIG", "").split(os.pathsep) if each]
    found = [each for each in listed or [Path("~/.kube/config").expanduser()] if each.is_file()]
    if listed and not found:
        raise UsageError(f"KUBECONFIG: there is no {listed[0]}")
    return found


def _merge(merged: dict[str, Any], file: Path) -> None:
    try:
        value = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        if current := value.get("current-context"):
            merged.setdefault("current-context", current)
        for key, inner in _LISTS.items():
            known = {each["name"] for each in merged[key]}
            merged[key] += [_absolute(each, inner, file) for each in value.get(key) or () if each["name"] not in known]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        why = getattr(error, "strerror", None) or f"it is no kubeconfig ({type(error).__name__}: {error})"
        raise UsageError(f"{file}: {why}") from error


def _absolute(entry: dict[str, Any], key: str, file: Path) -> dict[str, Any]:
    value = dict(entry.get(key) or {})
    for name in _PATHS:
        if value.get(name):
            value[name] = str(file.parent.absolute() / value[name])
    return {"name": entry["name"], key: value}


def _context(merged: dict[str, Any], wanted: str, files: str) -> SingleConfig:
    import msgspec
    from lightkube.config.kubeconfig import KubeConfig
    from lightkube.config.models import User

    name = wanted or merged.get("current-context")
    known = [each["name"] for each in merged["contexts"]]
    if not name:
        raise UsageError(f"{files}: no context is the current one", hint="name one with --context")
    if name not in known:
        raise UsageError(f"{files}: there is no context {name}", hint=f"there are {', '.join(known) or 'none'}")
    _refuse_unread(merged, name)
    try:
        found = KubeConfig.from_dict(merged).get(name)
    except KeyError as error:
        raise UsageError(f"{files}: context {name}: there is no cluster or user {error}") from None
    except msgspec.ValidationError as error:
        raise UsageError(f"{files}: {error}") from None
    assert found is not None
    user = found.user or User()
    if user.exec and user.exec.apiVersion == _EXEC_V1:
        user.exec.apiVersion = _EXEC_V1BETA1
    return found._replace(user=user)


def _refuse_unread(merged: dict[str, Any], context: str) -> None:
    """What lightkube does not read, and what would make other requests of ours, or requests of others."""
    chosen = next(each["context"] for each in merged["contexts"] if each["name"] == context)
    for user in merged["users"]:
        unread = [key for key in _UNREAD if user["user"].get(key)]
        if user["name"] == chosen.get("user") and unread:
            raise UsageError(f"context {context}: kconv does not support {unread[0]!r} of its user")
