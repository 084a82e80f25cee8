"""What Prometheus reads of arming."""

from __future__ import annotations

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, generate_latest

from kconv.webhook.arming_metrics import ArmingMetrics


def test_each_event_has_its_metric() -> None:
    registry = CollectorRegistry()
    metrics = ArmingMetrics(registry)
    metrics.armed("a.b", is_armed=False)
    metrics.armed("a.b", is_armed=True)
    metrics.rearmed("a.b")
    metrics.rearmed("a.b")
    metrics.failed("a.b")
    metrics.certificate(datetime(2027, 1, 1, tzinfo=UTC))
    page = generate_latest(registry).decode()
    for line in (
        'kconv_webhook_armed{crd="a.b"} 1.0',
        'kconv_webhook_rearmed_total{crd="a.b"} 2.0',
        'kconv_webhook_arming_failures_total{crd="a.b"} 1.0',
        "kconv_webhook_certificate_end_seconds 1.7987616e+09",
    ):
        assert line in page.splitlines()
