"""The certificate of all replicas: whoever comes first makes it, and each step of its rotation is taken by one of them.

No leader is elected. A step is a write of the Secret as it was read, so of several replicas that take the same step one
succeeds, and the others read what it wrote.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from kconv.certificates.hosts import hosts_of
from kconv.certificates.lifetimes import BY_MACHINE, Lifetimes, has_ended
from kconv.certificates.material import Material, read
from kconv.certificates.rotation import Stage, advanced, made, next_stage
from kconv.cluster.arming.secret import Secret, decoded
from kconv.cluster.errors import StatusError

_LOG: Final = logging.getLogger("kconv.arming")


class Issued:
    """The certificate in a Secret, for a server at these hosts."""

    def __init__(
        self,
        secret: Secret,
        hosts: Sequence[str],
        clock: Callable[[], datetime],
        lifetimes: Lifetimes = BY_MACHINE,
    ) -> None:
        self.secret, self.hosts, self.clock, self.lifetimes = secret, hosts, clock, lifetimes
        self._read: Any = None

    def material(self) -> Material:
        """What the Secret has now; it is made if it is missing, empty or damaged.

        Raises UsageError for a Secret that kconv did not make, StatusError and UnreachableError.
        """
        while True:
            self._read = self.secret.found()
            if self._read is not None:
                try:
                    return read(decoded(self._read))
                except ValueError as error:
                    reason = str(error)
            else:
                reason = "there is none"
            self._attempt(made(self.hosts, self.clock(), self.lifetimes), f"made a CA and a certificate: {reason}")

    def due(self, material: Material) -> Stage | None:
        """The next step of a rotation."""
        return next_stage(material, self.hosts, self.clock())

    def has_ended(self, material: Material) -> bool:
        """Whether nobody accepts the certificate any more: then nothing is lost by another one."""
        return has_ended(material.serving.certificate, self.clock())

    def take(self, material: Material, stage: Stage) -> None:
        """Take a step of a rotation from the material that was read last, unless another replica did.

        A certificate stays one for the hosts that it had: replicas of two releases may be called differently.
        """
        hosts = sorted({*hosts_of(material.serving.certificate), *self.hosts})
        self._attempt(advanced(material, stage, hosts, self.clock(), self.lifetimes), stage.value)

    def _attempt(self, material: Material, what: str) -> None:
        try:
            if self._read is None:
                self.secret.create(material.contents())
            else:
                self.secret.replace(self._read, material.contents())
        except StatusError as error:
            if error.code not in (404, 409):
                raise
            return  # another replica was first, or somebody deleted it: what is there now is read
        _LOG.info(what, extra={"secret": str(self.secret)})
