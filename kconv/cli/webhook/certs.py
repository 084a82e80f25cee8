"""`kconv webhook certs`: a certificate for a webhook where no cert-manager makes one, and its rotation."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kconv import extras
from kconv.cli.commands import FINDINGS, OK
from kconv.cli.declare import command, option
from kconv.cli.screen import out
from kconv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kconv.certificates.material import Material

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")
NEW_CA, CERTIFICATE, DROP_OLD_CA = "new-ca", "certificate", "drop-old-ca"


@command(
    option("-o", "--output", metavar="DIR", default=".", show_default=True, file=True, help="The folder of the files."),
    option("--webhook-service", metavar="NAMESPACE/NAME", help="The Service of the webhook: the host to make it for."),
    option("--host", multiple=True, metavar="NAME", help="A DNS name or IP address to make it for; repeatable."),
    option("--days", number=True, least=1, default=365, show_default=True, help="How long the certificate is valid."),
    option("--ca-days", number=True, least=1, default=3650, show_default=True, help="How long the CA is valid."),
    option("--rotate", choices=[NEW_CA, CERTIFICATE, DROP_OLD_CA], help="Take this step of a rotation."),
    option("--ca-bundle", is_flag=True, help="Print only the caBundle of the files, in base64."),
    short_help="Make, check and rotate the certificate of a webhook.",
)
def certs(**flags: Any) -> int:
    """Make a CA and a serving certificate, check them, or rotate them.

    Writes ca.crt (the bundle), ca.key, tls.crt and tls.key, unless they are there: then it reports how long they are
    valid. --rotate new-ca adds a new CA to the bundle, certificate makes a new certificate and key of the newest CA,
    and drop-old-ca removes all others; give the bundle to every cluster between these steps. Requires
    `pip install 'kconv[cluster]'`.

    Exits with 0 if the files were written or need no rotation, 1 if they do, 2 if one is missing or does not fit.
    """
    extras.require("cluster")
    from kconv.certificates import files
    from kconv.certificates.material import read

    folder = Path(flags["output"])
    contents = files.stored(folder)
    if flags["ca_bundle"]:
        out(base64.b64encode(_in(folder, read, contents).bundle).decode() + "\n")
        return OK
    if contents and not flags["rotate"]:
        return _checked(folder, _in(folder, read, contents), flags)
    if flags["rotate"] and not contents:
        raise UsageError("there is no certificate to rotate", file=str(folder), hint="make one: leave out --rotate")
    made = None if flags["rotate"] else _made(flags)
    with files.alone(folder):
        contents = files.stored(folder)
        if made and contents:
            raise UsageError(
                "another run has just made the files here", file=str(folder), hint="run again to check them"
            )
        for file in files.store(folder, (made or _rotated(folder, contents, flags)).contents()):
            out(f"{file}: written\n")
    return OK


def _made(flags: Mapping[str, Any]) -> Material:
    from kconv.certificates.lifetimes import lifetimes
    from kconv.certificates.rotation import made

    hosts = _hosts(flags)
    if not hosts:
        raise UsageError("no host is given", hint="give --webhook-service NAMESPACE/NAME, or --host NAME")
    return made(hosts, datetime.now(UTC), lifetimes(flags["ca_days"], flags["days"]))


def _rotated(folder: Path, contents: Mapping[str, bytes], flags: Mapping[str, Any]) -> Material:
    """One step further. A certificate that does not fit its key is replaced, too: a run may have been killed."""
    from kconv.certificates import rotation
    from kconv.certificates.hosts import hosts_of
    from kconv.certificates.lifetimes import lifetimes
    from kconv.certificates.material import Material, read, read_authority
    from kconv.certificates.signing import Signed, new_certificate

    now, lasting = datetime.now(UTC), lifetimes(flags["ca_days"], flags["days"])
    if flags["rotate"] == CERTIFICATE and (hosts := _hosts(flags)):
        trusted, key = _in(folder, read_authority, contents)
        return Material(new_certificate(Signed(trusted[0], key), hosts, now, lasting), trusted, key)
    material = _in(folder, read, contents)
    hosts = tuple(sorted(hosts_of(material.serving.certificate)))
    if flags["rotate"] == DROP_OLD_CA:
        try:
            return rotation.without_old(material)
        except ValueError as error:
            raise UsageError(str(error), file=str(folder), hint=f"first --rotate {CERTIFICATE}") from error
    stage = rotation.Stage.SERVE if flags["rotate"] == CERTIFICATE else rotation.Stage.ANNOUNCE
    return rotation.advanced(material, stage, hosts, now, lasting)


def _checked(folder: Path, material: Material, flags: Mapping[str, Any]) -> int:
    from kconv.certificates.hosts import hosts_of
    from kconv.certificates.rotation import next_stage

    certificate = material.serving.certificate
    hosts = _hosts(flags)
    due = next_stage(material, hosts or tuple(hosts_of(certificate)), datetime.now(UTC))
    out(f"{folder / 'tls.crt'}: valid until {certificate.not_valid_after_utc:%Y-%m-%d}")
    out(f" for {', '.join(sorted(hosts_of(certificate)))}\n")
    for each in material.trusted:
        out(f"{folder / 'ca.crt'}: valid until {each.not_valid_after_utc:%Y-%m-%d}: {each.subject.rfc4514_string()}\n")
    if due is None:
        return OK
    out(f"due: --rotate {_step(due.name)}\n")
    return FINDINGS


def _step(stage: str) -> str:
    return {"ANNOUNCE": NEW_CA, "SERVE": CERTIFICATE, "DROP": DROP_OLD_CA}[stage]


def _hosts(flags: Mapping[str, Any]) -> tuple[str, ...]:
    from kconv.certificates.hosts import checked, service_hosts
    from kconv.crd.client_config import service

    given = flags["webhook_service"]
    named = () if given is None else service_hosts(*service(given)[:2])
    return tuple(map(checked, (*named, *flags["host"])))


def _in(folder: Path, read: Callable[[_Given], _Read], contents: _Given) -> _Read:
    """What a reader makes of the files; what is wrong with them is an error of the folder."""
    try:
        return read(contents)
    except ValueError as error:
        hint = f"make a new certificate of the CA: --rotate {CERTIFICATE} --webhook-service …; or all in another folder"
        raise UsageError(str(error), file=str(folder), hint=hint) from error
