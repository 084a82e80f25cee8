"""What happens to a webhook's definitions and certificate is counted by whoever has metrics."""

from __future__ import annotations

from datetime import datetime


class Observer:
    """Is told of what happens; this one ignores it."""

    def armed(self, name: str, *, is_armed: bool) -> None:
        """Whether a definition converts through this webhook."""

    def rearmed(self, name: str) -> None:
        """A definition that was armed had been changed, and is armed again."""

    def failed(self, name: str) -> None:
        """A definition could not be armed."""

    def certificate(self, ends: datetime) -> None:
        """The certificate that is served, by its end."""
