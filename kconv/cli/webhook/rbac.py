"""`kconv webhook rbac`: what a cluster must allow a webhook that arms its definitions, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv.cli import suggest
from kconv.cli.commands import OK
from kconv.cli.declarations import resources_of
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import exact
from kconv.crd.available import require, require_any
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.cluster.arming.rights import Named


@command(
    argument("declarations", nargs=-1, metavar="MODULE[:NAME]|FILE...", shell_complete=suggest.declarations),
    option("--service-account", metavar="NAMESPACE/NAME", help="The service account of the webhook's Pods."),
    option(
        "--self-signed",
        metavar="[NAMESPACE/]SECRET",
        help="The Secret of `kconv serve webhook --self-signed`; its namespace is by default that of the account.",
    ),
    short_help="Print the RBAC objects that a webhook needs to arm definitions.",
)
def rbac(declarations: tuple[str, ...], **flags: Any) -> int:
    """Print the roles, and their bindings, that `kconv serve webhook --arm` needs.

    They allow to change the CustomResourceDefinitions of the custom resources in these modules, and with --self-signed
    to keep one Secret. MODULE is the import name of a module, such as acme.backup, and NAME a custom resource in it;
    FILE is a file of rules. A module requires `pip install 'kconv[crd]'`.
    """
    require_any(declarations)
    if flags["service_account"] is None:
        raise UsageError("no service account is given", hint="give --service-account NAMESPACE/NAME")
    account = _named(flags["service_account"], "")
    secret = _named(flags["self_signed"], account.namespace) if flags["self_signed"] else None
    require(declarations, Path.cwd())
    from kconv.cluster.arming.rights import rights
    from kconv.crd.conversion import converted
    from kconv.crd.text import text_of

    names = [name for resource in resources_of(declarations, Path.cwd()) for name in converted(resource)]
    if not names:
        raise UsageError("no definition needs a webhook", hint="the versions of these custom resources are the same")
    exact(text_of(*rights(account, names, secret), made_by=f"kconv webhook rbac {' '.join(declarations)}"))
    return OK


def _named(text: str, namespace: str) -> Named:
    """Read NAMESPACE/NAME, or NAME if there is a namespace for it. Raises UsageError."""
    from kconv.cluster.arming.rights import Named

    first, _, name = text.rpartition("/")
    if not name or "/" in first or not (first or namespace):
        raise UsageError(f"{text!r} is not the name of an object", hint="write NAMESPACE/NAME")
    return Named(first or namespace, name)
