"""A v1beta1 server chooses the signer of a request without one: it looks inside the PEM block for a kubelet's request.

A kubelet asks as organization system:nodes with a common name system:node:…, for its client certificate without and for
its serving certificate with names or addresses of the node. Only these few fields of PKCS #10 (RFC 2986) are parsed
here; what cannot be parsed is not a kubelet's.
"""

from __future__ import annotations

from collections.abc import Iterator

from kconv.paths import get
from kconv.rules import Json

UNKNOWN = "kubernetes.io/legacy-unknown"
_ORGANIZATION, _COMMON_NAME = b"\x55\x04\x0a", b"\x55\x04\x03"
_ALTERNATIVE_NAMES, _EXTENSIONS = b"\x55\x1d\x11", b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x0e"
_EMAIL, _DNS, _URI, _ADDRESS = 0x81, 0x82, 0x86, 0x87
_BASE = ("digital signature", "key encipherment")


def default_signer(obj: Json) -> Json:
    """The signer for a CertificateSigningRequest with its usages filled in."""
    usages = get(obj, ("spec", "usages"))
    asked = set(map(str, usages)) if isinstance(usages, list) else set()
    try:
        subject, names = _read(_der(get(obj, ("spec", "request"))))
    except (ValueError, IndexError, StopIteration):
        return UNKNOWN
    common = [value for kind, value in subject if kind == _COMMON_NAME]
    if [value for kind, value in subject if kind == _ORGANIZATION] != [b"system:nodes"]:
        return UNKNOWN
    if not common or not common[-1].startswith(b"system:node:") or names & {_EMAIL, _URI}:
        return UNKNOWN
    if not names and _asks(asked, "client auth"):
        return "kubernetes.io/kube-apiserver-client-kubelet"
    return "kubernetes.io/kubelet-serving" if names and _asks(asked, "server auth") else UNKNOWN


def _asks(asked: set[str], purpose: str) -> bool:
    return asked in ({*_BASE, purpose}, {_BASE[0], purpose})


def _der(request: Json) -> bytes:
    """The content of the PEM block in a base64 field. Raises ValueError if there is none."""
    from base64 import b64decode

    text = b64decode(request if isinstance(request, str) else "").decode("ascii", "replace")
    _, begin, rest = text.partition("-----BEGIN CERTIFICATE REQUEST-----")
    body, end, _ = rest.partition("-----END CERTIFICATE REQUEST-----")
    if not begin or not end:
        raise ValueError("no PEM block")
    return b64decode("".join(body.split()), validate=True)


def _read(der: bytes) -> tuple[list[tuple[bytes, bytes]], set[int]]:
    """The subject's attributes, and which kinds of alternative names there are (by their tag in GeneralName)."""
    request = next(_parts(der))[1]
    information = list(_parts(next(_parts(request))[1]))
    subject = [_pair(attribute) for _, group in _parts(information[1][1]) for _, attribute in _parts(group)]
    names: set[int] = set()
    for _, attribute in _parts(information[3][1]) if len(information) > 3 else ():
        kind, values = _pair(attribute)
        if kind == _EXTENSIONS:
            names |= _alternative_names(next(_parts(values))[1])
    return subject, names & {_EMAIL, _DNS, _URI, _ADDRESS}


def _alternative_names(extensions: bytes) -> set[int]:
    found: set[int] = set()
    for _, extension in _parts(extensions):
        kind, *_, (_, content) = _parts(extension)
        if kind[1] == _ALTERNATIVE_NAMES:
            found |= {tag for tag, _ in _parts(next(_parts(content))[1])}
    return found


def _pair(content: bytes) -> tuple[bytes, bytes]:
    (_, kind), (_, value) = list(_parts(content))[:2]
    return kind, value


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements one after the other in a piece of DER: tag and content. Raises ValueError where one is cut off."""
    at = 0
    while at < len(data):
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[at + 2 : start], "big")
        at = start + length
        if at > len(data):
            raise ValueError("cut off")
        yield tag, data[start:at]
