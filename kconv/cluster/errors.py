"""What a cluster answers in place of an object: a Status, or nothing at all."""

from __future__ import annotations

from typing import Any

from kconv.errors import KconvError


class ClusterError(KconvError):
    """A cluster that does not do what it is asked."""


class StatusError(ClusterError):
    """The API server's refusal. ``code`` is that of HTTP, ``status`` the Status object (meta/v1) that it sent.

    ``retry_after`` are the seconds that the server asks to wait, as text, or "".
    """

    def __init__(self, code: int, status: dict[str, Any], retry_after: str = "") -> None:
        super().__init__(
            str(status.get("message") or f"the API server answered HTTP {code}"), hint=_HINTS.get(code, "")
        )
        self.code, self.status, self.retry_after = code, status, retry_after

    @property
    def word(self) -> str:
        """The Status' reason, such as AlreadyExists or Conflict, which has the same code."""
        return str(self.status.get("reason", ""))

    @property
    def names_object(self) -> bool:
        """Whether it speaks of one object: NotFound may also mean that nothing of the kind is served."""
        return bool((self.status.get("details") or {}).get("name"))


_HINTS = {
    401: "the credentials of the context were refused: log in again",
    403: "give the user of the context this permission; the command's --help says what it needs",
}


class UnreachableError(ClusterError):
    """No answer from the API server."""

    def __init__(self, name: str, server: str, error: Exception) -> None:
        why = str(error) or type(error).__name__
        hint = "choose a cluster with --context; kubectl config get-contexts lists them"
        super().__init__(f"no answer from {server} (context {name}): {why}", hint=hint)
