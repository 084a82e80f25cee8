"""A list of any length is read in pages, and an answer that comes late is no reason to begin again."""

from __future__ import annotations

import pytest

from kconv.cluster.pages import pages
from kconv.cluster.patience import Patience
from tests.cluster.fake_api import GROUP, PLURAL, FakeApi

PATH = f"/apis/{GROUP}/v2/{PLURAL}"


@pytest.mark.parametrize("expired", [set(), {2}, {2, 4}, {3}])
def test_each_object_is_listed_once_also_if_a_token_is_too_old(expired: set[int]) -> None:
    api = FakeApi(7)
    api.expired = expired
    with api.connected() as cluster:
        found = [*pages(cluster, PATH, size=2, patience=Patience(sleep=lambda _: None))]
    names = [obj["metadata"]["name"] for page in found for obj in page.items]
    assert names == sorted(api.stored)
    assert [page.remaining for page in found] == [5, 3, 1, 0]
