"""Values that a model takes are those that the API server takes, and what it gives back is the object."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from kconv.crd import (
    Base64Bytes,
    Duration,
    Model,
    Name,
    Nullable,
    ObjectMeta,
    Resource,
    api_version,
    duration_text,
    go_duration,
)
from kconv.crd.durations import PATTERN
from tests.crd.features import FEATURES, Feature, Inner, Kept
from tests.crd.test_schema import resource

Json = Any


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_model_takes_what_fits_and_nothing_else(feature: Feature) -> None:
    model = resource(feature.type, feature.default)
    for value in feature.good:
        model.model_validate(thing(spec=value))
    for value in feature.bad:
        with pytest.raises(ValidationError):
            model.model_validate(thing(spec=value))


def thing(**fields: Json) -> Json:
    return {"apiVersion": "tests.kconv.dev/v1", "kind": "Thing", "metadata": {"name": "a"}, **fields}


class Spec(Model):
    timeout: Duration = timedelta(seconds=10)
    key: Base64Bytes | None = None
    since: datetime | None = None
    max_size: int | None = None
    level: int = 1
    note: Nullable[str] = None
    inner: Inner = Inner()


@api_version("tests.kconv.dev/v1", name=Name(max_length=5, pattern="^[a-z]+$"))
class Thing(Resource):
    """A thing."""

    spec: Spec


def test_an_object_comes_back_with_its_defaults() -> None:
    given = thing(spec={"timeout": "90s", "key": "aGk=", "since": "2026-01-02T03:04:05Z", "maxSize": 3})
    made = Thing.model_validate(given).to_object()
    assert made == thing(
        spec={**given["spec"], "timeout": "1m30s", "level": 1, "inner": {"a": "x", "c": []}},
    )


def test_a_resource_knows_its_version_and_reads_no_other() -> None:
    made = Thing(metadata=ObjectMeta(name="a"), spec=Spec(max_size=2))
    assert made.to_object() == thing(spec={"timeout": "10s", "maxSize": 2, "level": 1, "inner": {"a": "x", "c": []}})
    with pytest.raises(ValidationError, match="apiVersion"):
        Thing.model_validate(thing(spec={}) | {"apiVersion": "tests.kconv.dev/v2"})


def test_null_is_absence_unless_it_is_a_value() -> None:
    made = Thing.model_validate(thing(spec={"level": None, "note": None, "inner": {"a": None}}))
    assert (made.spec.level, made.spec.note, made.spec.inner.a) == (1, None, "x")


class Nulls(Model):
    plain: int | None = None
    kept: Nullable[int] = 3
    default: Nullable[int] = None
    items: list[Nullable[int]] = []
    each: dict[str, Nullable[int]] = {}


class Below(Model):
    one: Nulls = Nulls()
    many: list[Nulls] = []
    by_name: dict[str, Nulls] = {}


def test_a_null_that_is_a_value_is_written() -> None:
    """What None says by its absence is left out."""
    nulls = Nulls(kept=None, items=[None, 1], each={"a": None})
    made = resource(Below).model_validate(thing(spec=Below(one=nulls, many=[nulls, Nulls()], by_name={"x": nulls})))
    written = {"kept": None, "items": [None, 1], "each": {"a": None}}
    assert made.to_object()["spec"] == {
        "one": written,
        "many": [written, {"kept": 3, "items": [], "each": {}}],
        "byName": {"x": written},
    }


def test_a_time_without_a_zone_is_no_time() -> None:
    assert Spec(since=datetime(2026, 1, 2, tzinfo=UTC)).model_dump(mode="json")["since"] == "2026-01-02T00:00:00Z"
    with pytest.raises(ValidationError, match="time zone"):
        Spec(since=datetime(2026, 1, 2))


@pytest.mark.parametrize("name", ["a.b", "abcdef", ""])
def test_a_name_that_is_restricted(name: str) -> None:
    with pytest.raises(ValidationError, match=r"metadata\.name"):
        Thing.model_validate(thing(spec={}) | {"metadata": {"name": name}})


def test_what_is_not_in_the_model_of_the_metadata_is_kept() -> None:
    made = Thing.model_validate(thing(spec={}) | {"metadata": {"name": "a", "selfLink": "/x", "labels": {"a": "b"}}})
    assert made.to_object()["metadata"] == {"name": "a", "selfLink": "/x", "labels": {"a": "b"}}


def test_defaults_are_not_shared() -> None:
    Spec().inner.c.append("x")
    assert Spec().inner.c == []


def test_an_immutable_field_can_be_written_in_python() -> None:
    assert Kept(once="a").once == "a"


DURATIONS = {
    "0": ("0s", timedelta(0)),
    "90s": ("1m30s", timedelta(seconds=90)),
    "1h30m": ("1h30m", timedelta(minutes=90)),
    "-1.5h": ("-1h30m", -timedelta(minutes=90)),
    "100ms": ("100ms", timedelta(milliseconds=100)),
    "1500us": ("1.5ms", timedelta(microseconds=1500)),
    "2µs": ("2us", timedelta(microseconds=2)),
    "1.000001s": ("1.000001s", timedelta(seconds=1, microseconds=1)),
    "1000ns": ("1us", timedelta(microseconds=1)),
    ".5m": ("30s", timedelta(seconds=30)),
    "2400h": ("2400h", timedelta(days=100)),
}


@pytest.mark.parametrize("text", DURATIONS)
def test_a_duration_is_read_and_written_as_go_does(text: str) -> None:
    assert (duration_text(DURATIONS[text][1]), go_duration(text)) == DURATIONS[text]


@pytest.mark.parametrize(
    "text", ["", "1", "1d", "1 h", "h", "PT1H", "1h-1m", "1ns", "0.0001us", "2562048h", "1h\n", "١s"]
)
def test_what_is_no_duration(text: str) -> None:
    assert go_duration(text) is None


@given(st.timedeltas(min_value=timedelta(days=-100_000), max_value=timedelta(days=100_000)))
def test_every_duration_comes_back(duration: timedelta) -> None:
    assert go_duration(duration_text(duration)) == duration


def test_the_pattern_of_a_duration_is_the_one_that_it_is_read_by() -> None:
    assert PATTERN.startswith("^")
    with pytest.raises(ValidationError):
        Spec(timeout="1 h")  # type: ignore[arg-type]


def test_extra_fields_are_kept_only_where_the_model_says_so() -> None:
    class Closed(Model):
        a: int = Field(1)

    assert Closed.model_validate({"b": 2}).model_dump() == {"a": 1}
