"""What Prometheus reads of arming: a definition that is not armed serves no object of its other versions."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from kconv.cluster.arming.observed import Observer


class ArmingMetrics(Observer):
    """The metrics of the definitions and the certificate, in a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._armed = Gauge(
            "kconv_webhook_armed", "1 if a definition converts through this webhook.", ["crd"], registry=registry
        )
        self._rearmed = Counter(
            "kconv_webhook_rearmed", "Times that a definition had been changed.", ["crd"], registry=registry
        )
        self._failed = Counter(
            "kconv_webhook_arming_failures", "Times that the API server refused it.", ["crd"], registry=registry
        )
        self._ends = Gauge(
            "kconv_webhook_certificate_end_seconds", "The end of the certificate, as Unix time.", registry=registry
        )

    def armed(self, name: str, *, is_armed: bool) -> None:
        """Show whether a definition is armed."""
        self._armed.labels(name).set(is_armed)

    def rearmed(self, name: str) -> None:
        """Count a change by somebody else."""
        self._rearmed.labels(name).inc()

    def failed(self, name: str) -> None:
        """Count a refusal."""
        self._failed.labels(name).inc()

    def certificate(self, ends: datetime) -> None:
        """Show when the certificate ends."""
        self._ends.set(ends.timestamp())
