"""A Service sends requests to a Pod from when it is ready, and some more after it is no longer."""

from __future__ import annotations


class Readiness:
    """Whether requests should come. ``draining`` says that they still may, but on no connection for longer."""

    def __init__(self, *, ready: bool = False) -> None:
        self.ready = ready
        self.draining = False

    @property
    def is_ready(self) -> bool:
        """What a readiness probe is answered."""
        return self.ready and not self.draining
