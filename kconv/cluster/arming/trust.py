"""Where the authorities come from that an API server is to trust: files that something else keeps, or a Secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from kconv.certificates.material import Material
from kconv.certificates.rotation import Stage, serves_old
from kconv.certificates.signing import certificate_text, key_text
from kconv.cluster.arming.issued import Issued
from kconv.cluster.arming.observed import Observer
from kconv.errors import UsageError

_LOG: Final = logging.getLogger("kconv.arming")
SETTLED: Final = 60.0
"""Seconds until every API server has read a definition that was changed: each watches by itself."""


class Trust(Protocol):
    """Authorities, and what is to be done for them."""

    def bundle(self) -> bytes:
        """The authorities to trust now, as PEM."""
        ...

    def advance(self, trusted_for: float | None) -> float | None:
        """Take the step that is due. ``trusted_for`` are the seconds since when every definition has had the bundle,
        None while one has not.

        Returns the seconds until there is more to do, None for nothing that is known.
        """
        ...


class FromFile:
    """Authorities from a file, such as the ca.crt of a mounted Secret of cert-manager's.

    ``check`` raises UsageError if who trusts them would not accept the certificate that is served.
    """

    def __init__(self, file: Path, check: Callable[[bytes], object]) -> None:
        self.file, self.check = file, check

    def bundle(self) -> bytes:
        """The file as it is now. Raises UsageError if it cannot be read, has no certificate or is of no use."""
        from cryptography import x509

        try:
            text = self.file.read_bytes()
            x509.load_pem_x509_certificates(text)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it has no certificate in PEM"
            raise UsageError(f"the CA bundle cannot be read: {why}", file=str(self.file)) from error
        self.check(text)
        return text

    def advance(self, trusted_for: float | None) -> float | None:  # noqa: ARG002
        """Nothing: something else rotates it."""
        return None


class FromSecret:
    """Authorities from the Secret of all replicas. ``serve`` gets each new certificate with its key, in one PEM."""

    def __init__(self, issued: Issued, serve: Callable[[bytes], object], observer: Observer) -> None:
        self.issued, self.serve, self.observer = issued, serve, observer
        self._material: Material | None = None

    def bundle(self) -> bytes:
        """The authorities in the Secret. A new certificate is served before a definition has its authority alone."""
        before, now = self._material, self.issued.material()
        if before is None or before.serving.certificate != now.serving.certificate:
            self.serve(key_text(now.serving.key) + certificate_text(now.serving.certificate))
            self.observer.certificate(now.serving.certificate.not_valid_after_utc)
        self._material = now
        return now.bundle

    def advance(self, trusted_for: float | None) -> float | None:
        """Take a step; the certificate of a new authority is made when all API servers trust it."""
        material = self._material
        stage = self.issued.due(material) if material else None
        if material is None or stage is None:
            return None
        if stage is Stage.SERVE and serves_old(material) and not self.issued.has_ended(material):
            if trusted_for is None:
                return None
            if trusted_for < SETTLED:
                return SETTLED - trusted_for
        self.issued.take(material, stage)
        return 0.0
