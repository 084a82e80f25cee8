"""What kconv stashed once it reads for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kconv import kinds
from kconv.engine import stash
from kconv.engine.stash import FORMAT
from kconv.kinds.registry import BUILT_IN
from kconv.names import GroupVersion
from kconv.paths import same
from tests.stash.__main__ import missing
from tests.stash.fixtures import Fixture, add, file, formats, read
from tests.stash.search import FEATURES, PARTS, Pair, first, pairs, stash_of

FIXTURES = [fixture for format_ in formats() for fixture in read(file(format_))]
TODAY = [fixture for fixture in FIXTURES if (stash_of(fixture.stashed) or {}).get("v") == FORMAT]
MENDED = {
    f"HorizontalPodAutoscaler:autoscaling/v2beta2-to-autoscaling/{version}: said" for version in ("v1", "v2", "v2beta1")
}
"""Those whose way back gives an empty map more than they began with: it took away a behavior that had nothing but a
tolerance, which Kubernetes leaves, and which brings the defaults of a behavior with it. No release wrote them."""
KNOWN = {(each.way, each.shows) for each in TODAY}


@pytest.mark.parametrize("fixture", FIXTURES, ids=str)
def test_an_annotation_of_any_format_is_read(fixture: Fixture) -> None:
    """Where a rule has changed since, the way back may note how the other version said it: that hides nothing."""
    kind = kinds.find(kinds.identify(fixture.object))
    assert kind is not None
    own = GroupVersion.parse(fixture.object["apiVersion"])
    back, left, _ = stash.take(BUILT_IN.convert(fixture.stashed, own, defaults="none").object, kind.names, kind.hub)
    if str(fixture) in MENDED:
        assert back["spec"].pop("behavior") in ({"scaleUp": {}}, {"scaleDown": {}})
    assert same(back, fixture.object), f"\n{json.dumps(back)}\n{json.dumps(fixture.object)}"
    assert left.hidden == []


@pytest.mark.parametrize("pair", pairs(), ids=str)
def test_every_pair_that_stashes_has_a_fixture_of_todays_format(pair: Pair) -> None:
    lacks = [name for name in PARTS if (str(pair), name) not in KNOWN]
    assert [name for name in lacks if first(pair, PARTS[name])] == [], "run python -m tests.stash"


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_of_todays_format_has_a_fixture(feature: str) -> None:
    assert any(FEATURES[feature](stash_of(each.stashed) or {}) for each in TODAY), "run python -m tests.stash"


@pytest.mark.parametrize("format_", formats())
def test_a_file_holds_its_own_format(format_: int) -> None:
    assert {(stash_of(each.stashed) or {}).get("v") for each in read(file(format_))} == {format_}


def test_todays_format_has_a_file() -> None:
    assert FORMAT in formats()


def test_what_is_there_is_never_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.stash.__main__.pairs", lambda: pairs()[:2])
    lines = file().read_text().splitlines(keepends=True)
    path = tmp_path / "fixtures.jsonl"
    path.write_text("".join(lines[1:]))
    add(path, missing(path))
    assert path.read_text().startswith("".join(lines[1:]))
    assert sorted(map(str, read(path))) == sorted(map(str, TODAY))
