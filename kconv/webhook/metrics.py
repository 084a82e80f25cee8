"""What Prometheus reads: a kind that meets values no rule can read must be seen before a person finds out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest

from kconv.webhook.review import Answer, Passage

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NAMESPACE: Final = "kconv_webhook"
_PAIR: Final = ("kind", "source", "target")


class Metrics:
    """The metrics of one application."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests by result: success, failure, or an HTTP status.", "result")
        self._objects = self._counter("objects", "Objects that were converted.", *_PAIR)
        self._failures = self._counter("failures", "Reviews with an object that cannot be converted.", *_PAIR)
        self._misfits = self._counter("misfits", "Values that no rule could read, and the stash keeps.", *_PAIR)
        self._left_out = self._counter("left_out", "Fields for which the stash had no room.", *_PAIR)
        self._objects_of = cache(self._objects.labels)  # prometheus-client checks labels anew at each call
        self._results_of = cache(self._requests.labels)
        self._seconds = Histogram(
            "request_seconds",
            "Seconds from a request's headers to its answer.",
            namespace=_NAMESPACE,
            registry=self.registry,
            buckets=_BUCKETS,
        )

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(name, says, labels, namespace=_NAMESPACE, registry=self.registry)

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count a review."""
        self._seconds.observe(seconds)
        self._results_of("failure" if answer.failed else "success").inc()
        if answer.failed:
            self._failures.labels(*answer.failed.labels).inc()
        else:
            self._count(answer.passages, answer.request.desired)

    def _count(self, passages: Sequence[Passage], target: str) -> None:
        """Count the objects of a review, kind by kind: there may be thousands."""
        for (kind, source), mine in _by_kind(passages).items():
            pair = (kind, source, target)
            self._objects_of(*pair).inc(len(mine))
            misfits, left_out = sum(len(each.misfits) for each in mine), sum(len(each.left_out) for each in mine)
            if misfits:
                self._misfits.labels(*pair).inc(misfits)
            if left_out:
                self._left_out.labels(*pair).inc(left_out)

    def refused(self, status: int) -> None:
        """Count a request that is no review."""
        self._requests.labels(str(status)).inc()

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)


def _by_kind(passages: Sequence[Passage]) -> dict[tuple[str, str], list[Passage]]:
    found: dict[tuple[str, str], list[Passage]] = {}
    for each in passages:
        found.setdefault((each.kind, each.source), []).append(each)
    return found
