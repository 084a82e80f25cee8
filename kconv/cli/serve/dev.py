"""`--dev`: a developer tries a declaration on a laptop, against the API server of the current context."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from kconv.cli.declare import option
from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from kconv.crd.custom_resource import CustomResource
    from kconv.serving.phases import Phases
    from kconv.serving.tls import Certificate

_HERE: Final = "127.0.0.1"
_CONTRADICT: Final = ("arm", "self_signed", "ca_bundle", "tls_cert", "tls_key", "no_tls")

FLAGS = (
    option(
        "--dev",
        is_flag=True,
        help="On a laptop: make a certificate, and install the CustomResourceDefinitions in the current context.",
    ),
    option(
        "--dev-host",
        metavar="HOST",
        default="",
        help="With --dev: what the API server calls this machine, such as host.minikube.internal; default: 127.0.0.1.",
    ),
    option("--force", is_flag=True, help="With --dev: replace a CustomResourceDefinition that --dev did not make."),
)


def check(flags: Mapping[str, Any]) -> None:
    """Raises UsageError for flags that do not go together."""
    if not flags["dev"]:
        for name in ("dev_host", "force"):
            if flags[name]:
                raise UsageError(f"--{name.replace('_', '-')} is used without --dev", hint="add --dev, or leave it out")
        return
    for name in _CONTRADICT:
        if flags[name]:
            raise UsageError(
                f"--dev cannot be used with --{name.replace('_', '-')}",
                hint="--dev makes the certificate and installs the definitions itself",
            )
    if not flags["port"]:
        raise UsageError("--dev requires a port other than 0", hint="the definitions name the port")


def listens(flags: Mapping[str, Any]) -> str:
    """The address to listen on: with --dev this machine alone, unless the API server is on another."""
    return str(flags["host"] or (_HERE if flags["dev"] and not flags["dev_host"] else ""))


@contextmanager
def prepared(
    resources: list[CustomResource], flags: Mapping[str, Any]
) -> Iterator[tuple[Certificate | None, Phases | None]]:
    """The certificate, and what to do once the server listens. Raises UsageError and ClusterError before anything is
    written.
    """
    from kconv.cluster.connection import connect

    with connect(flags["context"], kubeconfig=flags["kubeconfig"]) as cluster:
        from kconv.webhook.dev import Dev, manifests, self_made

        host = flags["dev_host"] or _HERE
        with self_made(host) as (certificate, bundle):
            made = manifests(resources, host, flags["port"], bundle)
            development = Dev(cluster, made, force=flags["force"], say=_say)
            development.require_own()
            yield certificate, development.phases()


def _say(line: str) -> None:
    """A line that is seen at once, also in a pipe, while the server runs on."""
    out(f"{line}\n")
    sys.stdout.flush()
