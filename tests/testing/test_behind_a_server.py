"""A kind that is total is converted by a webhook, between an API server's defaults: the law `totality` tries that, too."""

from __future__ import annotations

from typing import Any

import pytest

import kconv.testing
from kconv.engine import Conversion, Kind, convert_kind
from kconv.names import GroupVersion
from kconv.rules import Default, Move
from kconv.testing.laws import totality

V1, V2 = "example.com/v1", "example.com/v2"


def schema(field: str) -> dict[str, Any]:
    number = {"type": "integer", "default": 3}
    return {"type": "object", "properties": {"spec": {"type": "object", "properties": {field: number}}}}


def kind(*, total: bool) -> Kind:
    rules = {V1: [Move("spec.keep", "spec.count"), Default("spec.keep", 3)], V2: [Default("spec.count", 3)]}
    return Kind("Team", hub=V2, spokes=rules, total=total)


def tried(*, total: bool = True) -> Any:
    schemas = {V1: schema("keep"), V2: schema("count")}
    return kconv.testing.check(kind=kind(total=total), schemas=schemas, only=["totality"], examples=5, seed=1)


def test_a_conversion_that_a_webhook_can_rely_on_keeps_the_law() -> None:
    tried().raise_if_failed()


def refuses(*_: Any, **how: Any) -> Conversion:
    assert how["defaults"] == "served"
    raise LookupError("on purpose")


def forgets(one: Kind, obj: Any, to: GroupVersion, **how: Any) -> Conversion:
    made = convert_kind(one, obj, to, **how)
    return Conversion({key: value for key, value in made.object.items() if key != "spec"})


WRONG = [(refuses, "the conversion raised LookupError: on purpose"), (forgets, "does not give back what it got")]


@pytest.mark.parametrize(("convert", "said"), WRONG, ids=["refuses", "forgets"])
def test_one_that_fails_behind_a_server_breaks_it(convert: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totality, "convert_kind", convert)
    with pytest.raises(AssertionError, match=said):
        tried().raise_if_failed()


def test_a_kind_that_is_not_total_is_no_webhooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totality, "convert_kind", refuses)
    tried(total=False).raise_if_failed()
