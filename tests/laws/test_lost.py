"""What comes back of an object is known without going back, and is what the way back gives (``kconv.engine.lost``)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.engine import Kind
from kconv.names import GroupVersion
from tests.declared.test_lost import same_without
from tests.laws.objects import LAW, objects
from tests.laws.test_laws import pairs


@pairs
@pytest.mark.parametrize("defaults", ["none", "preserve"])
@given(data=st.data())
@LAW
def test_what_comes_back_of_an_object_is_known_without_going_back(
    case: tuple[Kind, GroupVersion, GroupVersion], defaults: str, data: st.DataObject
) -> None:
    kind, source, target = case
    obj = data.draw(objects(kind, source, wild=data.draw(st.booleans())))
    made = same_without(kind, obj, target, defaults=defaults)
    same_without(kind, made, source, defaults=defaults)
