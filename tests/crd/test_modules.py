"""What is found in a module, and what is said of one that has nothing or cannot be imported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kconv.crd
from kconv.crd import DeclarationError
from kconv.crd.modules import resources_in
from kconv.errors import UsageError

ROOT = Path(__file__).parents[2]
HEAD = "from kconv.crd import CustomResource, Model, Resource, Version, api_version\n\n\nclass Spec(Model):\n    size: int = 1\n"
CUP = '\n\n@api_version("tests.kconv.dev/v{0}")\nclass {1}(Resource):\n    spec: Spec\n'
TABLE = "\n\nCUPS = CustomResource(Version(Cup))\n"
Module = Callable[..., str]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Module:
    """Write a module under a name of its own, and import it from the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])

    def write(text: str, name: str) -> str:
        file = tmp_path.joinpath(*name.split(".")).with_suffix(".py")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return name

    return write


def test_a_class_by_itself_is_a_resource_of_one_version(module: Module) -> None:
    found = resources_in(module(HEAD + CUP.format(1, "Cup") + CUP.format(1, "Mug"), "alone_m"))
    assert [each.hub.declared.kind for each in found] == ["Cup", "Mug"]


def test_a_table_has_its_classes_and_the_others_are_by_themselves(module: Module) -> None:
    name = module(HEAD + CUP.format(1, "Cup") + CUP.format(1, "Mug") + TABLE + "AGAIN = CUPS\n", "table_m")
    assert [each.hub.declared.kind for each in resources_in(name)] == ["Cup", "Mug"]
    assert resources_in(f"{name}:CUPS")[0] is resources_in(name)[0]
    assert resources_in(f"{name}:Mug")[0].hub.declared.kind == "Mug"


def test_an_imported_class_is_not_the_modules_own(module: Module) -> None:
    module(HEAD + CUP.format(1, "Cup"), "imported_m")
    name = module(HEAD + "from imported_m import Cup\n" + CUP.format(1, "Mug"), "importing_m")
    assert [each.hub.declared.kind for each in resources_in(name)] == ["Mug"]


def test_one_version_of_a_table_is_not_generated_alone(module: Module) -> None:
    module(HEAD + CUP.format(1, "Cup"), "package_m.v1")
    module(
        "from kconv.crd import CustomResource, Version\nfrom package_m.v1 import Cup\n\nCUPS = CustomResource(Version(Cup))\n",
        "package_m.__init__",
    )
    for target in ("package_m.v1", "package_m.v1:Cup"):
        with pytest.raises(UsageError, match="Cup is only one version of package_m:CUPS"):
            resources_in(target)


BELOW = """\
from __future__ import annotations
from kconv.crd import Model, Resource, api_version


@api_version("tests.kconv.dev/v1")
class Cup(Resource):
    spec: Spec


class Spec(Model):
    handle: Handle | None = None


class Handle(Model):
    size: int = 1
"""


def test_classes_may_stand_in_any_order(module: Module) -> None:
    (resource,) = resources_in(module(BELOW, "below_m"))
    (schema,) = resource.schemas.values()
    assert schema["properties"]["spec"]["properties"]["handle"]["properties"]["size"]["default"] == 1
    made: Any = resource.hub.model
    assert made.model_validate({"spec": {"handle": {}}}).spec.handle.size == 1
    with pytest.raises(ValueError, match="apiVersion"):
        made.model_validate({"apiVersion": "tests.kconv.dev/v2", "spec": {}})


def test_a_class_that_is_not_defined_is_reported(module: Module) -> None:
    (resource,) = resources_in(module(BELOW.replace("class Handle", "class Grip"), "undefined_m"))
    with pytest.raises(DeclarationError, match="the name Handle is not defined") as caught:
        assert resource.schemas
    assert caught.value.line == 6


ERRORS = {
    "no module": ("nowhere_m", "", "there is no module nowhere_m"),
    "no name": ("a b", "", "'a b' is not the name of a module"),
    "nothing in it": ("empty_m", "x = 1\n", "the module empty_m has no custom resource"),
    "a misspelt resource": ("named_m:CUP", HEAD + CUP.format(1, "Cup") + TABLE, "named_m has no custom resource CUP"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_a_target_that_is_none(case: str, module: Module) -> None:
    target, text, why = ERRORS[case]
    if text:
        module(text, target.partition(":")[0])
    with pytest.raises(UsageError, match=why):
        resources_in(target)


BROKEN = {
    "a declaration that cannot be": ("bad_declared_m", HEAD + CUP.format(".1", "Cup"), 8, "so that Kubernetes can order it"),
    "an import that fails": ("bad_import_m", "import no_such_module\n", 1, "No module named 'no_such_module'"),
    "an error of its own": ("bad_own_m", "x = 1\nx / 0\n", 2, "ZeroDivisionError"),
    "a pattern that pydantic does not read": ("bad_pattern_m", HEAD.replace("int = 1", "Annotated[str, Field(pattern='(?=a)')]").replace("from kconv", "from typing import Annotated\nfrom pydantic import Field\nfrom kconv", 1), 6, "look-around"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_module_that_cannot_be_imported(case: str, module: Module) -> None:
    name, text, line, why = BROKEN[case]
    with pytest.raises(DeclarationError) as caught:
        resources_in(module(text, name))
    (fault,) = caught.value.faults
    assert why in fault.why
    assert (Path(fault.place.file).name, fault.place.line) == (f"{name}.py", line)


def test_every_public_name_is_there() -> None:
    for name in kconv.crd.__all__:
        assert getattr(kconv.crd, name).__class__ is not type(kconv), f"{name} is a module"
    with pytest.raises(AttributeError):
        kconv.crd.nothing  # noqa: B018


RUNS = {
    "import kconv": "import kconv; kconv.convert",
    "import kconv.crd": "import kconv.crd",
    "a scan": "import sys; sys.argv = ['kconv', 'scan', '--target', '1.32', '.']; from kconv.cli import main; main()",
    "help": "import sys; sys.argv = ['kconv', 'crd', '--help']; from kconv.cli import main; main()",
}


@pytest.mark.parametrize("run", RUNS)
def test_pydantic_loads_only_where_a_model_is(run: str, tmp_path: Path) -> None:
    code = f"import sys\ntry:\n    {RUNS[run]}\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    loaded = set(done.stderr.split())
    assert "kconv" in loaded
    assert loaded.isdisjoint({"pydantic", "kconv.crd.model", "kconv.crd.schemas"})


def test_a_program_that_imports_a_resource_reads_no_catalog_and_no_engine() -> None:
    code = "import sys, acme.backup, acme.workerpool; print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'examples' / 'custom-resources'}"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "kconv.crd.model" in loaded
    heavy = {
        "kconv.catalog",
        "kconv.engine",
        "kconv.pipeline",
        "kconv.structural.check",
        "kconv.validation.checker",
        "yaml",
    }
    assert sorted(loaded & heavy) == []


def test_a_python_file_is_the_module_that_it_would_be_imported_as(module: Module, tmp_path: Path) -> None:
    module(HEAD + CUP.format(1, "Cup") + CUP.format(1, "Mug"), "by_file_m")
    assert [each.hub.declared.kind for each in resources_in("by_file_m.py")] == ["Cup", "Mug"]
    assert resources_in(f"{tmp_path}/by_file_m.py:Mug")[0].hub.declared.kind == "Mug"
    module("", "by_file_p.__init__")
    module(HEAD + CUP.format(1, "Cup"), "by_file_p.v1")
    [found] = resources_in("by_file_p/v1.py")
    assert found.hub.model is sys.modules["by_file_p.v1"].Cup
