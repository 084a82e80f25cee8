"""Whatever is in a file, it is a custom resource or an error with a place: nothing else is raised."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kconv.crd.rulesfile import resources_of
from kconv.errors import UsageError
from tests.crd.rulesfile.test_words import CASES
from tests.crd.rulesfile.written import definition, node, rules, write

Json = Any
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 3),
        st.floats(),
        st.sampled_from(["", "spec", "spec.a", "spec.a[]", "v1", "v1alpha1", "metadata", "kind", "{}", "[", "x" * 300]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["from", "to", "path", "type", "rules", "move", "items"]), inner, max_size=2),
    ),
    max_leaves=4,
)


def places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document."""
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in entries:
        yield from places(below, (*path, key))


def replaced(value: Json, path: tuple[Any, ...], new: Json) -> Json:
    """The document with another value at a path."""
    if not path:
        return new
    made = copy.copy(value)
    made[path[0]] = replaced(value[path[0]], path[1:], new)
    return made


def place(file: Path) -> list[str]:
    """The file of the error that a file of rules has, none if it has none."""
    try:
        resources_of(file)
    except UsageError as error:
        return [error.file]
    return []


@pytest.mark.full
@given(st.data())
def test_any_value_in_any_place_is_read_or_refused(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    documents = {"rules": yaml.safe_load(rules(case.rules)), "crd": definition(node(case.old), node(case.new))}
    for _ in range(data.draw(st.integers(1, 2))):
        which = data.draw(st.sampled_from(["rules", "rules", "crd"]))
        path = data.draw(st.sampled_from([*places(documents[which])]))
        documents[which] = replaced(documents[which], path, data.draw(VALUES))
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder), yaml.safe_dump(documents["rules"]), yaml.safe_dump(documents["crd"]))
        assert all(place(file))
