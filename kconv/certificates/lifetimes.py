"""A certificate is made on one machine and judged by the clock of another, which may be behind: it begins in the past.

And it is replaced long before it ends, because a replacement may fail for as long as a cluster is being repaired.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from kconv.errors import UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

BACKDATED: Final = timedelta(days=1)
"""How far a clock may be behind that of the machine that made a certificate: a wrong time zone is 14 hours at most."""


class Lifetimes(NamedTuple):
    """How long an authority and a certificate are valid, from the moment when they are made."""

    authority: timedelta
    certificate: timedelta


BY_MACHINE: Final = Lifetimes(timedelta(days=365), timedelta(days=90))
"""Where nobody has to distribute a new CA: what is used often is known to work."""


def lifetimes(authority_days: int, certificate_days: int) -> Lifetimes:
    """Lifetimes in days. Raises UsageError if a CA would be due before a certificate that it signed has ended."""
    if authority_days < 2 * certificate_days:
        why = f"a CA of {authority_days} days cannot sign certificates of {certificate_days} days"
        raise UsageError(why, hint="let the CA be valid at least twice as long as a certificate")
    if authority_days > _LONGEST:
        raise UsageError(f"a CA cannot be valid for {authority_days} days", hint=f"at most for {_LONGEST}")
    return Lifetimes(timedelta(days=authority_days), timedelta(days=certificate_days))


_LONGEST: Final = 36_500


def is_due(certificate: Certificate, now: datetime) -> bool:
    """Whether to replace a certificate: two thirds of its time are over, as cert-manager and the kubelet count it."""
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return now >= begin + (end - begin) * 2 / 3


def has_ended(certificate: Certificate, now: datetime) -> bool:
    """Whether no clock accepts a certificate any more: one that is behind may for a day longer."""
    return now > certificate.not_valid_after_utc + BACKDATED
