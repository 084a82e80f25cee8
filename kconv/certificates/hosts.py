"""The API server calls a webhook at NAME.NAMESPACE.svc, and accepts only a certificate that names this host.

Go and Python read the subjectAltName alone, never the common name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

from kconv.errors import UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, GeneralName

_LABEL: Final = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_DNS: Final = re.compile(rf"(\*\.)?{_LABEL}(\.{_LABEL})*")


def service_hosts(namespace: str, name: str) -> tuple[str, ...]:
    """The names by which a Service is called inside of a cluster; the API server uses the first."""
    return f"{name}.{namespace}.svc", f"{name}.{namespace}.svc.cluster.local"


def checked(host: str) -> str:
    """A DNS name or IP address as a certificate names it. Raises UsageError."""
    found = host.lower()
    if _address(found) is None and (not _DNS.fullmatch(found) or len(found) > 253):
        raise UsageError(f"{host!r} is neither a DNS name nor an IP address", hint="write webhook.acme.svc or 10.0.0.1")
    return found


def alternative_names(hosts: Sequence[str]) -> list[GeneralName]:
    """The entries of a subjectAltName for DNS names and IP addresses."""
    from cryptography.x509 import DNSName, IPAddress

    found: list[GeneralName] = []
    for host in dict.fromkeys(map(checked, hosts)):
        address = _address(host)
        found.append(DNSName(host) if address is None else IPAddress(address))
    return found


def hosts_of(certificate: Certificate) -> set[str]:
    """The DNS names and IP addresses that a certificate is for."""
    from cryptography.x509 import DNSName, ExtensionNotFound, IPAddress, SubjectAlternativeName

    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return set()
    return {*names.get_values_for_type(DNSName), *map(str, names.get_values_for_type(IPAddress))}


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
