"""Anyone who may write an object may write a stash into it: whatever it says, the API server takes the answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.webhook.reviews import V1, V1ALPHA1, V1BETA1, box, taken

VERSIONS = (V1ALPHA1, V1BETA1, V1)
GOOD: dict[str, Any] = {
    "v": 1,
    "kind": "Box",
    "hub": V1,
    "from": V1,
    "hidden": [{"p": ["spec", "suspend"], "is": True}],
}
VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 2**63, "", "x", V1ALPHA1, [], [[]], [None], {}, {"a": 1}, {"p": []},
    [{"p": ["metadata", "name"], "is": "evil"}], "\ud800",
]  # fmt: skip
PATHS: list[Any] = [
    ["apiVersion"], ["kind"], ["metadata"], ["metadata", "name"], ["metadata", "uid"], ["metadata", "annotations"],
    ["metadata", "annotations", "kconv.dev/stash"], ["metadata", "annotations", "a b"], ["metadata", "labels"],
    ["metadata", "labels", "x"], ["metadata", "managedFields"], ["metadata", "finalizers"], ["spec"], ["status"], [],
    ["spec", 0], ["spec", -1], ["spec", 10**9], ["spec", None], ["spec", {}], ["spec", {"name": "x"}], ["spec", [1]],
    ["spec", *"a" * 500],
]  # fmt: skip


def forged(stash: Any) -> dict[str, Any]:
    text = stash if isinstance(stash, str) else json.dumps(stash)
    return box(V1ALPHA1, {"keep": 3, "target": "ftp://b"}, annotations={"kconv.dev/stash": text})


def judge(stash: Any) -> None:
    """Convert an object of each version that has the stash to each; what the API server would refuse raises."""
    for source in VERSIONS:
        for target in VERSIONS:
            taken([{**forged(stash), "apiVersion": source}], target)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: json.dumps(path)[:40])
def test_a_stash_may_name_any_path(path: Any) -> None:
    for value in VALUES:
        judge({**GOOD, "hidden": [{"p": path, "is": value}]})
    judge({**GOOD, "said": {V1ALPHA1: [{"p": path, "is": 1}], V1: [{"p": path, "was": 1, "is": 2}]}})
    judge({**GOOD, "others": [{**GOOD, "hub": V1BETA1, "hidden": [{"p": path, "is": 1}]}]})


@pytest.mark.parametrize("key", ["v", "kind", "hub", "from", "hidden", "said", "others", "made-up"])
def test_a_stash_may_have_any_value_for_its_keys(key: str) -> None:
    for value in VALUES:
        judge({**GOOD, key: value})


@pytest.mark.parametrize("key", ["p", "is", "was", "misfit", "key", "made-up"])
def test_an_entry_may_have_any_value_for_its_keys(key: str) -> None:
    for value in VALUES:
        judge({**GOOD, "hidden": [{"p": ["spec", "suspend"], "is": True, key: value}]})


MANY = {
    "entries": {**GOOD, "hidden": [{"p": ["spec", f"a{number}"], "is": 1} for number in range(5000)]},
    "entries for one place": {**GOOD, "hidden": GOOD["hidden"] * 4000},
    "stashes of other hubs": {**GOOD, "others": [{**GOOD, "hub": V1BETA1}] * 1000},
    "stashes in stashes": json.loads('{"others":[' * 200 + json.dumps(GOOD) + "]}" * 200),
    "brackets": "[" * 5000 + "]" * 5000,
    "digits": "9" * 5000,
}


@pytest.mark.full
@pytest.mark.parametrize("name", MANY)
def test_a_stash_may_have_many(name: str) -> None:
    judge(MANY[name])


def test_labels_and_annotations_that_an_object_has_already_stay_even_if_no_server_would_take_them() -> None:
    """They were stored before there was such a check: to leave them out would be a change by the conversion."""
    held = {"labels": {"a b": "c", "d": "e f"}, "annotations": {"g h": "i"}}
    obj = forged(GOOD)
    obj["metadata"] |= {"labels": held["labels"], "annotations": obj["metadata"]["annotations"] | held["annotations"]}
    for target in (V1BETA1, V1):
        [got] = taken([obj], target)
        assert got["metadata"]["labels"] == held["labels"]
        assert got["metadata"]["annotations"]["g h"] == "i"
