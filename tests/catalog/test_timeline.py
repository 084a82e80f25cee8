"""How preferred and storage versions change over the releases."""

from __future__ import annotations

import pytest

from kconv import catalog
from kconv.catalog.served import everything
from kconv.catalog.timeline import timeline


def told(name: str) -> list[str]:
    """A line a span: releases, preferred versions, what is stored."""
    lineage = catalog.find_kind(name)
    return [
        f"{span.first}-{span.last}: {', '.join(gvk.api_version for gvk in span.preferred) or 'none'}, stored as "
        + ("unknown" if span.stored is None else ", ".join(gvk.api_version for gvk in span.stored) or "nothing")
        for span in timeline(lineage)
    ]


TIMELINES = {
    "ingress": [
        "1.16-1.18: networking.k8s.io/v1beta1, extensions/v1beta1, stored as networking.k8s.io/v1beta1",
        "1.19-1.20: networking.k8s.io/v1, extensions/v1beta1, stored as networking.k8s.io/v1beta1",
        "1.21-1.21: networking.k8s.io/v1, extensions/v1beta1, stored as networking.k8s.io/v1",
        f"1.22-{catalog.latest()}: networking.k8s.io/v1, stored as networking.k8s.io/v1",
    ],
    "hpa": [
        "1.16-1.22: autoscaling/v1, stored as autoscaling/v1",
        "1.23-1.26: autoscaling/v2, stored as autoscaling/v1",
        f"1.27-{catalog.latest()}: autoscaling/v2, stored as autoscaling/v2",
    ],
    "deviceclass": [
        "1.31-1.31: none, stored as resource.k8s.io/v1alpha3",
        "1.32-1.33: none, stored as resource.k8s.io/v1beta1",
        "1.34-1.34: resource.k8s.io/v1, stored as resource.k8s.io/v1beta2",
        f"1.35-{catalog.latest()}: resource.k8s.io/v1, stored as resource.k8s.io/v1",
    ],
    "podpreset": ["1.16-1.19: none, stored as settings.k8s.io/v1alpha1"],
    "tokenreview": [
        f"1.16-{catalog.latest()}: authentication.k8s.io/v1, stored as nothing",
    ],
}


@pytest.mark.parametrize("name", TIMELINES)
def test_preferred_and_storage_versions_over_the_releases(name: str) -> None:
    assert told(name) == TIMELINES[name]


def test_what_nobody_tells_is_unknown() -> None:
    assert told("flowschema")[0] == "1.17-1.17: none, stored as unknown"


def test_the_spans_of_every_kind_are_in_order_and_cover_what_is_served() -> None:
    for one in everything().values():
        lineage = catalog.versions(one.gvk)
        spans = timeline(lineage)
        covered = [minor for span in spans for minor in range(span.first.minor, span.last.minor + 1)]
        assert covered == [r.minor for r in catalog.releases() if any(each.in_release(r) for each in lineage)]
        for span in spans:
            assert all(catalog.lookup(gvk) in lineage for gvk in (*span.preferred, *(span.stored or ())))
            assert len({(gvk.group, gvk.kind) for gvk in span.preferred}) == len(span.preferred)
