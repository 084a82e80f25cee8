"""Flags of a server that tells the API server itself how to reach and to trust it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv.cli import cluster_flags
from kconv.cli.declare import option
from kconv.errors import UsageError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from kconv.crd.client_config import Webhook
    from kconv.crd.custom_resource import CustomResource
    from kconv.serving.phases import Phases
    from kconv.serving.tls import Certificate
    from kconv.webhook.arming import Arms

FLAGS = (
    option(
        "--arm",
        metavar="NAMESPACE/NAME[:PORT]|URL",
        help="Make the CustomResourceDefinitions of the cluster convert through this Service, or this URL.",
    ),
    option(
        "--self-signed",
        metavar="[NAMESPACE/]SECRET",
        help="With --arm: make the certificate, keep it in this Secret, and rotate it.",
    ),
    option("--ca-bundle", metavar="FILE", file=True, help="With --arm and --tls-cert: the CAs that signed it, in PEM."),
    cluster_flags.context,
    cluster_flags.kubeconfig,
)


def check(flags: Mapping[str, Any]) -> None:
    """Raises UsageError for flags that do not go together."""
    given = {name for name in ("arm", "self_signed", "ca_bundle", "tls_cert") if flags[name] is not None}
    if "arm" not in given:
        for name in given & {"self_signed", "ca_bundle"}:
            raise UsageError(
                f"--{name.replace('_', '-')} requires --arm", hint="name the Service: --arm NAMESPACE/NAME"
            )
    elif len(given & {"self_signed", "ca_bundle"}) != 1:
        hint = "--self-signed makes a certificate; --ca-bundle, with --tls-cert, names who signed the one that there is"
        raise UsageError("--arm requires either --self-signed or --ca-bundle", hint=hint)
    elif ("ca_bundle" in given) != ("tls_cert" in given) or flags["no_tls"]:
        raise UsageError("--ca-bundle goes with --tls-cert, and --self-signed with neither it nor --no-tls")
    else:
        where(flags["arm"])


@contextmanager
def armed(
    resources: list[CustomResource], registry: CollectorRegistry, flags: Mapping[str, Any]
) -> Iterator[tuple[Certificate | None, Phases | None]]:
    """The certificate, if it is made or tried here, and what to do in the life of the server."""
    if flags["arm"] is None:
        yield None, None
        return
    from kconv.cluster.connection import connect

    with connect(flags["context"], kubeconfig=flags["kubeconfig"]) as cluster:
        from kconv.serving.tls import Certificate
        from kconv.webhook.arming import self_signed, with_bundle

        arms = _arms(cluster, resources, registry, flags)
        if flags["ca_bundle"]:
            certificate = Certificate(Path(flags["tls_cert"]), Path(flags["tls_key"]))
            yield certificate, with_bundle(arms, Path(flags["ca_bundle"]), certificate)
            return
        namespace, _, name = flags["self_signed"].rpartition("/")
        with self_signed(arms, namespace or cluster.namespace, name) as found:
            yield found


def _arms(cluster: Any, resources: list[CustomResource], registry: CollectorRegistry, flags: Mapping[str, Any]) -> Arms:
    from kconv.crd.conversion import converted
    from kconv.webhook.arming import Arms
    from kconv.webhook.arming_metrics import ArmingMetrics

    names = [name for resource in resources for name in converted(resource)]
    return Arms(cluster, names, where(flags["arm"]), ArmingMetrics(registry))


def where(text: str) -> Webhook:
    """A webhook, by its Service or its URL. Raises UsageError."""
    from kconv.crd.client_config import address, service

    return address(text) if "://" in text else service(text)
