"""A cluster is reached as kubectl reaches it: by a kubeconfig and a context, or in a Pod by its service account.

lightkube reads the credentials and makes the connection. The objects stay the JSON that the API server sends, because a
field that is absent and one that is null are different things, and a page of a list has a token to go on with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kconv import extras
from kconv.cluster.errors import StatusError, UnreachableError
from kconv.errors import UsageError

if TYPE_CHECKING:
    import httpx2
    from lightkube.config.kubeconfig import SingleConfig

Json = dict[str, Any]
JSON = "application/json"
MERGE_PATCH, APPLY = "application/merge-patch+json", "application/apply-patch+yaml"
"""The media types of a body: an object, a merge patch, and what a field manager applies (JSON is YAML)."""
_SECONDS = 65.0
"""The API server itself gives up a request after 60 s, and says why."""
_WATCHED = 300
"""Seconds that a watch is open: a connection that died unseen is made anew after that."""
MANAGER = "kconv"
"""Who wrote a field, in managedFields, unless a request names another field manager."""


class Connection:
    """Requests to one API server. ``name`` is how messages call it, ``server`` its address.

    ``namespace`` is the one that the context names. Close it, or use it in a ``with``.
    """

    def __init__(self, http: httpx2.Client, *, name: str, server: str, namespace: str = "default") -> None:
        self._http, self.name, self.server, self.namespace = http, name, server, namespace

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        params: Mapping[str, str | int] | None = None,
        media: str = JSON,
        accept: str = JSON,
    ) -> Json:
        """The server's answer to one request; the path begins with /api or /apis. ``media`` is the type of the body.

        Raises StatusError for an answer of 400 and above, with the server's Status; UnreachableError without any.
        """
        import httpx2
        from lightkube.core.exceptions import ConfigError

        query = {"fieldManager": MANAGER, **(params or {})} if method in ("POST", "PUT", "PATCH") else params
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Accept": accept} | ({} if content is None else {"Content-Type": media})
        try:
            answer = self._http.request(method, path, params=query, content=content, headers=headers)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise UnreachableError(self.name, self.server, error) from error
        except ConfigError as error:  # a plugin that should have given the credentials
            raise UsageError(f"context {self.name}: {error}") from error
        return _read(method, path, answer)

    def get(self, path: str, **params: str | int) -> Json:
        """The object, or one page of the list, of a path."""
        return self.request("GET", path, params=params)

    def find(self, path: str) -> Json | None:
        """The object of a path, or None if there is none."""
        try:
            return self.get(path)
        except StatusError as error:
            if error.code == 404:
                return None
            raise

    def changes(self, path: str, name: str) -> Iterator[str]:
        """The types of events on one object of a collection, such as MODIFIED, for five minutes at most.

        The first one is ADDED if there is such an object. No event has more than metadata, and a field selector can be
        allowed for one name alone. Raises StatusError and UnreachableError.
        """
        import httpx2

        params = {"watch": "1", "fieldSelector": f"metadata.name={name}", "timeoutSeconds": str(_WATCHED)}
        accept = f"{JSON};as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
        timeout = httpx2.Timeout(_SECONDS, read=_WATCHED + _SECONDS)
        try:
            with self._http.stream("GET", path, params=params, headers={"Accept": accept}, timeout=timeout) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    _read("GET", path, answer)
                for line in answer.iter_lines():
                    yield str(json.loads(line)["type"])
        except (httpx2.HTTPError, OSError, ValueError) as error:  # a last line that was cut off is no JSON
            raise UnreachableError(self.name, self.server, error) from error

    def close(self) -> None:
        """End its connections."""
        self._http.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read(method: str, path: str, answer: httpx2.Response) -> Json:
    try:
        value = answer.json()
    except ValueError:
        value = {"message": answer.text.strip()}
    if not isinstance(value, dict):
        value = {"message": f"{method} {path} was not answered with an object"}
        raise StatusError(answer.status_code, value)
    if answer.status_code >= 400:
        raise StatusError(answer.status_code, value, retry_after=answer.headers.get("Retry-After", ""))
    return value


def connect(context: str = "", *, kubeconfig: str = "") -> Connection:
    """Connect to the cluster of a context.

    ``kubeconfig`` is a file; without it, $KUBECONFIG names one or several, then ~/.kube/config. ``context`` is the
    current one if it is empty. In a Pod without any kubeconfig it is the Pod's own service account. Nothing is sent
    yet. Raises UsageError for a missing extra, an unknown context, or a kubeconfig that cannot be read.
    """
    extras.require("cluster")
    from kconv.cluster.kubeconfig import chosen

    return open_connection(chosen(context, kubeconfig))


def open_connection(config: SingleConfig, transport: httpx2.BaseTransport | None = None) -> Connection:
    """The connection of a context that was read; ``transport`` replaces the network."""
    import httpx2
    from lightkube.config import client_adapter
    from lightkube.core.exceptions import ConfigError

    params = client_adapter.ConnectionParams(timeout=httpx2.Timeout(_SECONDS, connect=10.0), transport=transport)
    try:
        http = client_adapter.Client(config, params)
    except (ConfigError, OSError, ValueError) as error:  # such as a certificate whose file is gone
        raise UsageError(f"context {config.context_name}: its credentials cannot be read: {error}") from error
    return Connection(http, name=config.context_name, server=config.cluster.server, namespace=config.namespace)
