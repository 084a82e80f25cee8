"""On real manifests of many authors: jsonschema's verdicts, the places of the text, and no surprise."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.catalog import schemas
from kconv.errors import ManifestError
from kconv.manifests.split import Block, RawDocument, split
from kconv.manifests.templates import has_marks
from kconv.manifests.values import Rare
from kconv.names import Release
from kconv.pipeline import reading
from kconv.pipeline.objects import objects
from kconv.pipeline.unparsed import plain_version
from kconv.pipeline.validate import Asked, Validated, validate
from kconv.validation.checker import Checker
from tests.validate import translated

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def documents(corpus: Path) -> list[RawDocument]:
    """Every document of YAML or JSON that names a kind and holds nothing of a template."""
    files = (file for file in sorted(corpus.rglob("*")) if file.suffix in (".yaml", ".yml", ".json") and file.is_file())
    every = (raw for file in files for raw in split(Block(1, 0, file.read_bytes())))
    return [raw for raw in every if b"kind" in raw.data and not has_marks(raw.data)]


@pytest.mark.parametrize("release", [Release(16), Release(25), Release(32)], ids=str)
def test_real_objects_have_jsonschemas_verdicts(documents: list[RawDocument], release: Release) -> None:
    definitions = translated.of_release(release)
    checker = Checker(lambda name: schemas.definition(name, release))
    differ, judged = [], 0
    for raw in documents:
        try:
            items = list(objects(reading.value(raw, "")))
        except Rare:
            continue
        for item in items:
            name = item.gvk and schemas.of(item.gvk, release)
            if name:
                judged += 1
                found = checker.definition(name)(item.value)
                if bool(found) == translated.validator(name, definitions).is_valid(item.value):
                    differ.append((item.value, found))
    assert judged > 500
    assert differ == []


def test_a_version_stands_where_the_tree_finds_it(documents: list[RawDocument]) -> None:
    plain = [(raw, place) for raw in documents if (place := plain_version(raw))]
    assert len(plain) > 500
    for raw, place in plain:
        try:
            found = reading.located(raw, "")
            tree = found.of(("apiVersion",))
        except ManifestError:  # what is no YAML has no tree to compare with
            continue
        assert tree == place


def test_nothing_in_real_manifests_ends_in_a_defect(corpus: Path) -> None:
    found = [document for release in (16, 32) for document in _found(corpus, release)]
    assert {"invalid", "skipped", "templated", "fragment"} <= {document.status for document in found}
    assert not [document for document in found if "defect" in "".join(fault.hint for fault in document.faults)]


def _found(corpus: Path, release: int) -> list[Validated]:
    return [document for file in validate(Asked(Release(release), (str(corpus),))) for document in file.documents]
