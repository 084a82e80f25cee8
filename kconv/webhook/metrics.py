"""What Prometheus reads: a kind that meets values no rule can read must be seen before a person finds out."""

from __future__ import annotations

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from kconv.webhook.review import Answer

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PAIR: Final = ("kind", "source", "target")


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        named = {"namespace": "kconv_webhook", "registry": self.registry}
        self._requests = Counter("requests", "Reviews by result or HTTP status.", ["result"], **named)
        self._seconds = Histogram("request_seconds", "From a request to its answer.", buckets=_BUCKETS, **named)
        self._objects = Counter("objects", "Objects that were converted.", _PAIR, **named)
        self._failures = Counter("failures", "Objects that could not be converted.", ["target"], **named)
        self._misfits = Counter("misfits", "Values that no rule could read.", _PAIR, **named)

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count a review."""
        self._seconds.observe(seconds)
        self._requests.labels("failure" if answer.failure else "success").inc()
        target = answer.request.desired
        if answer.failure:
            self._failures.labels(target).inc()
            return
        for passage in answer.passages:
            self._objects.labels(passage.kind, passage.source, target).inc()
            if passage.misfits:
                self._misfits.labels(passage.kind, passage.source, target).inc(len(passage.misfits))

    def refused(self, status: int) -> None:
        """Count a request that is no review."""
        self._requests.labels(str(status)).inc()

    def page(self) -> tuple[bytes, bytes]:
        """The content type and the text for Prometheus."""
        return CONTENT_TYPE_LATEST.encode(), generate_latest(self.registry)
