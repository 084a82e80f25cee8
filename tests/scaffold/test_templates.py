"""Every template is of a file, every file has its reason, and every answer changes something."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from kconv.errors import UsageError
from kconv.scaffold import answers as answers_file
from kconv.scaffold import files, names, render
from kconv.scaffold.answers import OPTIONS, answers_of, parsed
from kconv.scaffold.render import digest, rendered
from tests.scaffold.options import VALUES

NAME = "backups.example.com"
OTHER: dict[str, Any] = {
    "kind": "Copy",
    "package": "copies",
    "image": "registry.example.org/copies",
    **{name: values[-1] for name, values in VALUES.items() if name != "name"},
}


def test_every_template_is_of_a_file_that_has_a_reason() -> None:
    folder = files.templates()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.j2")}
    assert {row["template"] for row in files.rows()} == there
    assert all(row["why"].strip() for row in files.rows())
    paths = [row["path"] for row in files.rows()]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_answer_changes_something_besides_the_record(option: Any) -> None:
    default, other = (rendered(answers_of(NAME, given)) for given in ({}, {option.name: _other(option)}))
    for files_ in (default, other):
        del files_[answers_file.FILE]
    assert default != other


def _other(option: Any) -> Any:
    return not option.default if option.yes_or_no else OTHER[option.name]


@pytest.mark.parametrize(
    "given", [{}, {key: value for key, value in OTHER.items() if key != "name"}], ids=["defaults", "others"]
)
def test_the_record_has_the_answers_and_the_digest_of_every_file(given: dict[str, Any]) -> None:
    answers = answers_of(NAME, given)
    made = rendered(answers)
    record = parsed(made.pop(answers_file.FILE).decode(), "x")
    assert record.answers == answers
    assert record.digests == {path: digest(data) for path, data in made.items()}


def test_a_project_is_rendered_the_same_twice() -> None:
    assert rendered(answers_of(NAME, {})) == rendered(answers_of(NAME, {}))


def test_a_name_that_a_template_does_not_know_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render._environment(files.templates()).from_string("«nothing»").render()


@pytest.mark.parametrize("path", sorted(rendered(answers_of(NAME, {"kopf": True, "ci": "gitlab"}))))
def test_no_mark_of_a_template_is_left_and_every_file_ends_with_one_line_end(path: str) -> None:
    text = rendered(answers_of(NAME, {"kopf": True, "ci": "gitlab"}))[path].decode()
    assert "«" not in text
    assert "»" not in text
    assert text == (text.rstrip() + "\n" if text.strip() else "")
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_network_policy_names_the_port_of_the_pod_and_selects_no_source() -> None:
    import yaml

    made = rendered(answers_of(NAME, {"port": "10250"}))
    policy = yaml.safe_load(made["config/base/network-policy.yaml"])
    assert policy["spec"]["ingress"] == [{"ports": [{"protocol": "TCP", "port": 10250}]}]
    assert policy["spec"]["policyTypes"] == ["Ingress"]


def imported() -> list[str]:
    """The names of classes that a module of the project imports, and that a kind could have."""
    files_ = rendered(answers_of(NAME, {"kopf": True}))
    trees = [ast.parse(data) for path, data in files_.items() if path.endswith(".py")]
    nodes = [node for tree in trees for node in tree.body if isinstance(node, ast.ImportFrom)]
    found = {alias.name for node in nodes for alias in node.names if not (node.module or "").startswith("backups")}
    return sorted(name for name in found if name[0].isupper() and is_kind(name))


def is_kind(name: str) -> bool:
    try:
        return bool(names.kind(name))
    except UsageError:
        return False


@pytest.mark.parametrize("kind", ["Backup", "DB", "X509Certificate", "Spec", "Status", "Version", *imported()])
def test_no_module_imports_or_defines_a_name_twice(kind: str) -> None:
    for path, data in rendered(answers_of(NAME, {"kind": kind, "kopf": True})).items():
        if path.endswith(".py"):
            names = [name for node in ast.parse(data).body for name in made_by(node)]
            assert len(set(names)) == len(names), path


def made_by(node: ast.stmt) -> list[str]:
    """The names that a statement of a module makes."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    return [each.id for each in getattr(node, "targets", []) if isinstance(each, ast.Name)]
