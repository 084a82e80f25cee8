"""cert-manager and the kubelet replace a certificate's files while the server runs, and never at the same instant."""

from __future__ import annotations

import asyncio
import asyncio.sslproto
import logging
import ssl
from pathlib import Path
from typing import Any, Final

from kconv.serving.pem import unusable

_LOG: Final = logging.getLogger("kconv.serving")
_EVERY: Final = 5.0
"""Seconds between two looks at the files."""
BUFFER: Final = 32 * 1024
"""Bytes that a connection reads at once, two records of TLS. asyncio takes 256 KiB for each before its first byte, of
which 4,000 connections that say nothing make 1 GiB."""


def small_buffers() -> None:
    """Let each connection over TLS have a smaller buffer; this holds for all of the process."""
    asyncio.sslproto.SSLProtocol.max_size = BUFFER


class Certificate:
    """A certificate with its key, from files that may change: connections made afterwards get the new one.

    Raises UsageError if the files hold no certificate with its key.
    """

    def __init__(self, cert: Path, key: Path) -> None:
        self.cert, self.key = cert, key
        try:
            self._seen = self._state()
            self._current = self._loaded()
        except OSError as error:  # also ssl.SSLError
            raise unusable(cert, key, error) from error
        self.context = self._loaded()
        self.context.sni_callback = self._renewed

    @property
    def current(self) -> ssl.SSLContext:
        """What a connection that is made now gets."""
        return self._current

    def _renewed(self, connection: Any, _name: str | None, _context: ssl.SSLContext) -> None:
        connection.context = self._current

    def _loaded(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.cert, self.key, password=bytes)  # none: OpenSSL would ask the terminal for it
        return context

    def _state(self) -> tuple[object, ...]:
        return tuple(
            (found.st_mtime_ns, found.st_ino, found.st_size) for found in map(Path.stat, (self.cert, self.key))
        )

    def reload(self) -> bool:
        """Read the files if they have changed; whether they were. Files that do not fit each other are read again
        later, and connections get the certificate that was there before."""
        try:
            state = self._state()
            if state == self._seen:
                return False
            self._current = self._loaded()
        except (OSError, ssl.SSLError) as error:
            _LOG.warning("the certificate cannot be read; the one before stays", extra={"reason": str(error)})
            return False
        self._seen = state
        _LOG.info("the certificate has changed", extra={"file": str(self.cert)})
        return True

    async def watch(self, every: float = _EVERY) -> None:
        """Look at the files every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(every)
            self.reload()
