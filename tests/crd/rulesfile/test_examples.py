"""The examples' rules in YAML convert every object as their declarations in Python do."""

from __future__ import annotations

import json
import shutil
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from kconv.crd import CustomResource, generate
from kconv.crd.client_config import service
from kconv.crd.modules import resources_in
from kconv.crd.rulesfile import resources_of
from kconv.engine import convert_kind
from kconv.names import GroupVersion, Release
from kconv.testing.declaration import fitting
from kconv.testing.shape import of_schemas
from tests.crd.conftest import EXAMPLES
from tests.declared.resources import drawn, named

Json = Any
NAMES = ("backup", "route", pytest.param("workerpool", marks=pytest.mark.full))
RELEASE = Release.parse("1.34")
pytestmark = pytest.mark.usefixtures("examples_on_path")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples' rules with the definitions that their models give."""
    found = tmp_path_factory.mktemp("examples")
    shutil.copytree(EXAMPLES / "rules", found / "rules")
    return found


@cache
def both(name: str, folder: Path) -> tuple[CustomResource, CustomResource]:
    """A resource as it is declared in Python, and with its rules in YAML."""
    (python,) = resources_in(f"acme.{name}")
    (folder / "crds").mkdir(exist_ok=True)
    for crd in generated(python):
        (folder / "crds" / f"{crd['metadata']['name']}.yaml").write_text(json.dumps(crd))
    (written,) = resources_of(folder / "rules" / f"{name}.yaml")
    return python, written


@cache
def generated(resource: CustomResource) -> list[Json]:
    return generate(resource, webhook=service("acme/webhook")).manifests


@pytest.mark.parametrize("name", NAMES)
def test_every_object_converts_as_by_the_declaration_in_python(name: str, folder: Path) -> None:
    python, written = both(name, folder)
    tried = 0
    for source, target in permutations(named(python), 2):
        for obj in drawn(python, source, 15):
            for defaults in ("none", "served"):
                one, other = (converted(each, obj, named(python)[target], defaults) for each in (python, written))
                assert one == other
                tried += 1
    assert tried >= 60


def converted(resource: CustomResource, obj: Json, to: str, defaults: Any) -> Json:
    made = convert_kind(resource.kind, obj, GroupVersion.parse(to), release=RELEASE, defaults=defaults)
    places = [(each.version, each.path, each.rule) for each in made.misfits]
    return made.object, places, [note.path for note in made.notes]


@pytest.mark.parametrize("name", NAMES)
def test_a_resource_is_known_by_the_same_names(name: str, folder: Path) -> None:
    python, written = both(name, folder)
    assert written.lineage == python.lineage
    assert (written.kind.hub, written.kind.list_keys) == (python.kind.hub, python.kind.list_keys)
    assert [each.storage for each in written.versions] == [
        storage(python, each.api_version) for each in written.versions
    ]


def storage(resource: CustomResource, version: str) -> bool:
    group, _, name = version.partition("/")
    crd = next(each for each in generated(resource) if each["spec"]["group"] == group)
    return next(bool(each["storage"]) for each in crd["spec"]["versions"] if each["name"] == name)


@pytest.mark.parametrize("name", NAMES)
def test_the_definition_stays_as_it_is_shipped(name: str, folder: Path) -> None:
    python, written = both(name, folder)
    made = {crd["metadata"]["name"]: crd for crd in generate(written, webhook=service("acme/webhook")).manifests}
    assert made == {crd["metadata"]["name"]: crd for crd in generated(python)}


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_fit_the_schemas(name: str, folder: Path) -> None:
    _, written = both(name, folder)
    fitting(written.kind, of_schemas(written.kind.name, written.whole_schemas))
