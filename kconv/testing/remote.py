"""A running conversion webhook as a converter: asked over HTTP, and believed as little as the API server does."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from math import inf
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import SplitResult, urlsplit

from kconv.errors import ConversionError, UsageError
from kconv.testing import review
from kconv.testing.served import as_served
from kconv.testing.subject import Json
from kconv.testing.unreachable import NotConvertedError, WebhookUnreachableError


def webhook(
    url: str,
    *,
    ca: str | Path | None = None,
    insecure: bool = False,
    timeout: float = 10,
    headers: Mapping[str, str] | None = None,
    version: Literal["v1", "v1beta1"] = "v1",
) -> Webhook:
    """A converter that asks the conversion webhook at a URL, such as "https://localhost:9443/convert".

    ``ca`` is a file with the certificates to trust instead of the system's; ``insecure`` trusts any. ``timeout`` is in
    seconds, ``headers`` are sent with each request, ``version`` is ConversionReview's.

    As the API server does, it does not ask for an object that has the version already, and checks the answer: its uid,
    and that there is one object of the wanted apiVersion and the same kind, name, namespace and uid. Of its metadata,
    labels and annotations are taken, and the rest is restored. What is not so raises ConversionError when the converter
    is called. A check prunes and fills in defaults between its conversions, as the API server does (``as_served``).
    A webhook that cannot be asked, or does not answer in time, raises WebhookUnreachableError then, and is not asked
    again.
    Raises UsageError for what is no URL, no time or no file of certificates.
    """
    if version not in review.VERSIONS:
        raise UsageError(f"there is no ConversionReview {version!r}", hint=f"it is {' or '.join(review.VERSIONS)}")
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < inf:
        raise UsageError(f"timeout is {timeout!r}, no time to wait", hint="give seconds, more than 0")
    return Webhook(url, _Line(url, _trust(ca, insecure), timeout, headers or {}), version)


class Webhook:
    """A converter that asks the webhook at ``url``. ``unreachable`` is why it cannot be asked, None while it can;
    ``converts`` is whether it has converted anything. An API server never asks for the version that an object has, and
    an answer is a copy: laws about these are not tried.
    """

    between: Final = as_served
    remote: Final = True

    def __init__(self, url: str, line: _Line, version: str) -> None:
        self.url, self._line, self._version = url, line, version
        self._hung_up_on: Json = None
        self.unreachable: WebhookUnreachableError | None = None
        self.converts = False

    def __call__(self, obj: Json, to: str) -> dict[str, Any]:
        """An object in another version. Raises ConversionError."""
        return self.many([obj], to)[0]

    def many(self, objects: list[Json], to: str) -> list[dict[str, Any]]:
        """Objects in another version, sent as one list. Raises ConversionError."""
        asked = [obj for obj in objects if review.needed(obj, to)]
        answers = iter(self._answers(asked, to) if asked else ())
        return [next(answers) if review.needed(obj, to) else {**obj, "apiVersion": to} for obj in objects]

    def _answers(self, objects: list[Json], to: str) -> list[dict[str, Any]]:
        if self.unreachable is not None:
            raise self.unreachable.with_traceback(None)
        asked = review.request(objects, to, self._version)
        try:
            converted = review.converted(asked, self._line.post(asked))
            self.converts = True
            return converted
        except WebhookUnreachableError as error:
            self.unreachable = WebhookUnreachableError(error.reason, file=self.url, hint=error.hint)
            error.killer = self._hung_up_on or (objects[0] if self._line.answered else None)
            raise error.at(self.url) from error.__cause__
        except ConversionError as error:
            self._hung_up_on = objects[0] if isinstance(error, _HungUpError) else None
            raise error.at(self.url) from error.__cause__


class _HungUpError(NotConvertedError):
    """The connection was closed instead of an answer: the webhook may be gone, or only done with this object."""


def _trust(ca: str | Path | None, insecure: bool) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise UsageError(f"certificates cannot be read: {error.strerror or error}", file=str(ca)) from error
    # Since Python 3.13 a CA without keyUsage is refused; the API server takes it.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if insecure:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _parts(url: str) -> tuple[SplitResult, str, int | None]:
    """A URL with its host and port. Raises UsageError."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts, parts.hostname, parts.port
    raise UsageError(f"{url!r} is not the URL of a webhook", hint="write https://host:port/path")


class _Line:
    """A connection to one URL, kept open from one request to the next. ``answered`` is whether anything ever came."""

    def __init__(self, url: str, trust: ssl.SSLContext, timeout: float, headers: Mapping[str, str]) -> None:
        parts, host, port = _parts(url)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._timeout, self.answered = timeout, False
        self._headers = {"Content-Type": "application/json", "Accept": "application/json", **headers}
        self._connection = (
            HTTPSConnection(host, port, timeout=timeout, context=trust)
            if parts.scheme == "https"
            else HTTPConnection(host, port, timeout=timeout)
        )

    def post(self, review: Json) -> Json:
        """The answer to a review. Raises ConversionError if it cannot be read."""
        response, data = self._answer(json.dumps(review).encode())
        if response.status != 200:
            raise NotConvertedError(f"it answers {response.status} {response.reason}: {_start(data)}")
        try:
            return json.loads(data, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise NotConvertedError(f"its answer is not JSON: {_start(data)}") from error

    def _answer(self, body: bytes) -> tuple[HTTPResponse, bytes]:
        try:
            response = self._sent(body)
            data = response.read()
        except TimeoutError as error:
            self._connection.close()
            hint = "give it more time (timeout=, --timeout), or find out what it waits for"
            raise WebhookUnreachableError(f"no answer within {self._timeout:g} s", hint=hint) from error
        except (OSError, HTTPException) as error:
            # It was there: a server in Go hangs up where its handler panics, which is an answer to one object.
            self._connection.close()
            raise _HungUpError(f"it hangs up without an answer: {error or type(error).__name__}") from error
        self.answered = True
        return response, data

    def _sent(self, body: bytes) -> HTTPResponse:
        """The response's head. A server may close a connection between two requests: then a new one is made, once."""
        if self._connection.sock is not None:
            with suppress(ConnectionError, HTTPException):
                return self._asked(body)
            self._connection.close()
        self._connect()
        return self._asked(body)

    def _connect(self) -> None:
        try:
            self._connection.connect()
        except TimeoutError:
            raise
        except ssl.SSLCertVerificationError as error:
            self._connection.close()
            hint = "give ca=, the file of the CA that signed it"
            raise WebhookUnreachableError(
                f"its certificate is not trusted: {error.verify_message}", hint=hint
            ) from error
        except OSError as error:
            self._connection.close()
            hint = "write http:// if it speaks no TLS" if isinstance(error, ssl.SSLError) else "see that it runs there"
            raise WebhookUnreachableError(f"it cannot be called: {error}", hint=hint) from error

    def _asked(self, body: bytes) -> HTTPResponse:
        self._connection.request("POST", self._path, body, self._headers)
        return self._connection.getresponse()


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _start(data: bytes) -> str:
    text = " ".join(data[:400].decode(errors="replace").split())
    return repr(text if len(text) <= 100 else text[:99] + "…")
