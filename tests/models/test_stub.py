"""The source of models type-checks, and makes the same models as those built while a program runs."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kconv import kinds, models
from kconv.engine import Kind
from kconv.history import kind_schemas
from kconv.names import GroupVersionKind

ROOT = Path(__file__).parents[2]


def published() -> list[Kind]:
    return [kind for kind in kinds.registered() if kind_schemas.published(kind, kind.versions[0])]


def gvk(kind: Kind) -> GroupVersionKind:
    return kind.versions[0].kind(kind.name)


@cache
def module(name: str, *kinds: GroupVersionKind) -> ModuleType:
    """The source of some kinds' models as a module that ran."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(models.stub(*kinds), f"{name}.py", "exec"), made.__dict__)
    return made


def told(model: type[models.Model]) -> Any:
    """The model's JSON schema with its definitions under the names that Kubernetes gives them."""
    schema = model.model_json_schema()
    names = {f"#/$defs/{name}": node["description"] for name, node in schema.get("$defs", {}).items()}

    def renamed(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: names.get(value, value) if key == "$ref" and isinstance(value, str) else renamed(value)
                for key, value in node.items()
            }
        return [renamed(each) for each in node] if isinstance(node, list) else node

    definitions = {node["description"]: {**renamed(node), "title": ""} for node in schema.pop("$defs", {}).values()}
    return renamed(schema), definitions


@pytest.mark.parametrize("kind", published(), ids=lambda kind: f"{kind.name} {kind.hub}")
def test_the_source_says_what_the_model_is(kind: Kind) -> None:
    made: Any = getattr(module(f"stub_{kind.name}_{len(kind.hub)}", gvk(kind)), kind.name)
    assert told(made) == told(models.hub(gvk(kind)))


def test_definitions_of_one_name_get_names_of_their_own() -> None:
    made = module("stub_of_two", *(gvk(kind) for kind in published() if kind.name == "ResourceClaim"))
    names = [name for name in vars(made) if name.endswith("ResourceClaim")]
    assert len(names) == len({vars(made)[name].__doc__ for name in names}) > 1
    assert "ResourceClaim" in names


PROGRAM = """
from stubs import Container, Deployment, NetworkPolicy

def images(deployment: Deployment) -> list[str]:
    pod = deployment.spec.template.spec if deployment.spec else None
    return [container.image or "" for container in pod.containers or []] if pod else []

def replicas(deployment: Deployment) -> int:
    return (deployment.spec.replicas if deployment.spec else None) or 1

def sources(policy: NetworkPolicy) -> list[object]:
    rules = policy.spec.ingress if policy.spec else None
    return [rule.from_ for rule in rules or []]

Container(name="a", image="b")
Deployment.model_validate({}).spec
"""
MISTAKES = """
from stubs import Container, Deployment

def wrong(deployment: Deployment) -> None:
    deployment.kind = "DaemonSet"
    deployment.metadatas
    Container(name=1)
    Container(image="b")
"""


def check(folder: Path, program: str, *kinds: GroupVersionKind | str) -> str:
    """What mypy --strict says of a program beside the source of some kinds."""
    (folder / "stubs.py").write_text(models.stub(*kinds), encoding="utf-8")
    (folder / "program.py").write_text(program, encoding="utf-8")
    options = ["--strict", "--config-file=", f"--cache-dir={ROOT / '.mypy_cache'}", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, "stubs.py", "program.py"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"MYPYPATH": str(ROOT)}
    ).stdout


@pytest.mark.full
def test_the_source_of_every_kind_passes_a_strict_type_checker(tmp_path: Path) -> None:
    newest = [kind for kind in published() if kind_schemas.hub_release(kind) == kind_schemas.known()[-1]]
    assert check(tmp_path, PROGRAM, *map(gvk, newest)) == ""


@pytest.mark.full
def test_a_type_checker_finds_mistakes_by_the_source(tmp_path: Path) -> None:
    told = check(tmp_path, MISTAKES, "Deployment")
    for line, word in ((5, "Literal"), (6, "metadatas"), (7, "str"), (8, '"name"')):
        assert any(f"program.py:{line}:" in said and word in said for said in told.splitlines()), told
