"""A CA is replaced in stages, because clients learn of a new one at another time than the servers that use it.

First the new CA joins the old one in the bundle. When everybody trusts both, a certificate of the new CA is served. The
old one leaves when its time is over. Each stage can be read off the material alone, so whoever was killed in between,
or is one of many, finds out what comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from kconv.certificates.hosts import checked, hosts_of
from kconv.certificates.lifetimes import Lifetimes, has_ended, is_due
from kconv.certificates.material import Material
from kconv.certificates.signing import is_signed_by, new_authority, new_certificate


class Stage(Enum):
    """A step of a rotation, in words for a log."""

    ANNOUNCE = "added a new CA to the bundle"
    SERVE = "made a new certificate"
    DROP = "removed old CAs from the bundle"


def made(hosts: Sequence[str], now: datetime, lifetimes: Lifetimes) -> Material:
    """A material that replaces nothing: a CA, and a certificate of it."""
    authority = new_authority(now, lifetimes)
    return Material(new_certificate(authority, hosts, now, lifetimes), (authority.certificate,), authority.key)


def serves_old(material: Material) -> bool:
    """Whether the certificate is one of an authority that has a successor."""
    return not is_signed_by(material.serving.certificate, material.authority.certificate)


def next_stage(material: Material, hosts: Sequence[str], now: datetime) -> Stage | None:
    """The stage that is due, None while there is none.

    ``SERVE`` is only to be done once the bundle has reached everybody: see ``advanced``.
    """
    certificate = material.serving.certificate
    if is_due(material.authority.certificate, now):
        return Stage.ANNOUNCE
    outdated = is_due(certificate, now) or serves_old(material)
    if outdated or not hosts_of(certificate).issuperset(map(checked, hosts)):
        return Stage.SERVE
    return Stage.DROP if any(has_ended(each, now) for each in material.trusted) else None


def advanced(material: Material, stage: Stage, hosts: Sequence[str], now: datetime, lifetimes: Lifetimes) -> Material:
    """The material after a stage."""
    if stage is Stage.ANNOUNCE:
        authority = new_authority(now, lifetimes)
        kept = [each for each in material.trusted if not has_ended(each, now)]
        return material._replace(trusted=(authority.certificate, *kept), authority_key=authority.key)
    if stage is Stage.SERVE:
        return material._replace(serving=new_certificate(material.authority, hosts, now, lifetimes))
    return material._replace(trusted=tuple(each for each in material.trusted if not has_ended(each, now)))


def without_old(material: Material) -> Material:
    """The material that trusts only the newest CA. Raises ValueError while an older one's certificate is served."""
    if serves_old(material):
        raise ValueError("the certificate is still signed by an old CA")
    return material._replace(trusted=material.trusted[:1])
