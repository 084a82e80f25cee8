"""`kconv serve webhook`: the conversion webhook of custom resources, as a Pod runs it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv import extras
from kconv.cli import declarations as declared
from kconv.cli import suggest
from kconv.cli.commands import OK
from kconv.cli.declare import argument, command, option
from kconv.cli.serve import arming, dev
from kconv.crd.available import require
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.crd.custom_resource import CustomResource


@command(
    argument("declarations", nargs=-1, metavar="MODULE[:NAME]|FILE...", shell_complete=suggest.declarations),
    option(
        "--rules", metavar="FILE", multiple=True, file=True, help="A file of rules, in place of a module; repeatable."
    ),
    option(
        "--crd",
        metavar="FILE",
        multiple=True,
        file=True,
        help="The CustomResourceDefinition of --rules, in place of the one that the file names; repeatable.",
    ),
    option("--host", metavar="ADDRESS", default="", help="The address to listen on; by default all, IPv4 and IPv6."),
    option("--port", metavar="N", number=True, least=0, default=9443, show_default=True, help="The port to listen on."),
    option("--tls-cert", metavar="FILE", file=True, help="The certificate, in PEM; it is read again when it changes."),
    option("--tls-key", metavar="FILE", file=True, help="The key of the certificate, in PEM."),
    option("--no-tls", is_flag=True, help="Serve plain HTTP, which no API server sends reviews to."),
    option(
        "--body-limit",
        metavar="MIB",
        number=True,
        least=1,
        default=128,
        show_default=True,
        help="The largest review that is read, in MiB.",
    ),
    option(
        "--drain",
        metavar="SECONDS",
        number=True,
        least=0,
        default=5,
        show_default=True,
        help="How long requests are answered after SIGTERM.",
    ),
    *arming.FLAGS,
    *dev.FLAGS,
    short_help="Convert custom resources between their versions for an API server.",
)
def webhook(declarations: tuple[str, ...], **flags: Any) -> int:
    """Serve the conversion webhook of custom resources that are declared in Python or in a file of rules.

    MODULE is the import name of a module, such as acme.backup, and NAME a custom resource in it; FILE is a Python file,
    such as hello.py, or a file of rules. Reviews are answered at /convert, probes at /healthz and /readyz, and
    Prometheus at /metrics. `kconv webhook rbac` prints the roles that --arm needs. Requires
    `pip install 'kconv[serve]'`.

    Exits with 0 after SIGTERM or SIGINT, 2 if a declaration has an error or the server cannot start.
    """
    rules, crds = flags["rules"], flags["crd"]
    if crds and not rules:
        raise UsageError("--crd is used without --rules", hint="give the file of rules with --rules")
    if not (declarations or rules):
        hint = "give its import name, such as acme.backup, or a file of rules with --rules"
        raise UsageError("no module is given", hint=hint)
    dev.check(flags)
    arming.check(flags)
    tls = _certificate(flags)
    extras.require("serve")
    require(declarations, Path.cwd())
    resources = _resources(declarations, rules, crds)
    from kconv.serving import Readiness, Serving, logs, serve
    from kconv.webhook.asgi import application
    from kconv.webhook.body import MIB, Limits
    from kconv.webhook.metrics import Metrics

    logs.to_stderr()
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # it logs each request to a cluster
    readiness, metrics, limits = Readiness(), Metrics(), Limits(body=flags["body_limit"] * MIB)
    app = application(resources, readiness=readiness, limits=limits, metrics=metrics)
    prepared = dev.prepared(resources, flags) if flags["dev"] else arming.armed(resources, metrics.registry, flags)
    with prepared as (made, phases):
        serve(app, Serving(dev.listens(flags), flags["port"], made or tls, flags["drain"]), readiness, phases)
    return OK


def _certificate(flags: dict[str, Any]) -> tuple[Path, Path] | None:
    """The files of the certificate and its key; None for plain HTTP, and if it is made here. Raises UsageError."""
    cert, key = flags["tls_cert"], flags["tls_key"]
    if flags["self_signed"] or flags["dev"]:
        return None
    if flags["no_tls"]:
        if cert or key:
            raise UsageError("--no-tls cannot be used with a certificate", hint="leave --no-tls out")
        return None
    if not (cert and key):
        hint = "give --tls-cert and --tls-key, or --arm and --self-signed: an API server sends reviews to https only"
        raise UsageError(
            "no certificate is given" if not (cert or key) else "half of a certificate is given", hint=hint
        )
    return Path(cert), Path(key)


def _resources(declarations: tuple[str, ...], rules: tuple[str, ...], crds: tuple[str, ...]) -> list[CustomResource]:
    """The custom resources; one that two names lead to, once."""
    from kconv.crd.rulesfile import resources_of as in_file

    files = declared.once(rules, Path.cwd())
    found = declared.resources_of(declarations, Path.cwd())
    return found + declared.fitting(each for file in files for each in in_file(Path(file), [Path(crd) for crd in crds]))
