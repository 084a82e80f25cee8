"""`kconv serve webhook`: the conversion webhook of custom resources, as a Pod runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kconv.cli.commands import OK
from kconv.cli.declare import argument, command, option
from kconv.crd.available import require_pydantic
from kconv.errors import UsageError

PORT = 9443


@command(
    argument("declarations", nargs=-1, metavar="MODULE[:NAME]..."),
    option("--host", metavar="ADDRESS", default="", help="The address to listen on; by default all, IPv4 and IPv6."),
    option("--port", metavar="N", number=True, least=0, default=PORT, show_default=True, help="The port to listen on."),
    option("--tls-cert", metavar="FILE", file=True, help="The certificate, in PEM; read again when it changes."),
    option("--tls-key", metavar="FILE", file=True, help="The key of the certificate, in PEM."),
    short_help="Convert custom resources between their versions for an API server.",
)
def webhook(declarations: tuple[str, ...], **flags: Any) -> int:
    """Serve the conversion webhook of custom resources that are declared in Python.

    MODULE is the import name of a module, such as acme.backup, and NAME a custom resource in it.
    Requires `pip install 'kconv[serve]'`.
    """
    if not declarations:
        raise UsageError("no module is given", hint="give its import name, such as acme.backup")
    if (flags["tls_cert"] is None) != (flags["tls_key"] is None):
        raise UsageError("--tls-cert and --tls-key must be given together")
    require_pydantic()
    from kconv.crd.modules import resources_in
    from kconv.serving.readiness import Readiness
    from kconv.serving.server import serve
    from kconv.serving.sockets import listening
    from kconv.serving.tls import Certificate
    from kconv.webhook.application import application

    resources = [resource for declaration in declarations for resource in resources_in(declaration)]
    readiness = Readiness()
    app = application(resources, readiness=readiness)
    certificate = Certificate(Path(flags["tls_cert"]), Path(flags["tls_key"])) if flags["tls_cert"] else None
    serve(app, listening(flags["host"], flags["port"]), certificate, readiness)
    return OK
