"""A definition that a team ships is its own file: what `crd generate` finds wrong in it has the line there."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.catalog import latest
from kconv.crd import DeclarationError, generate
from kconv.crd.client_config import service
from kconv.crd.generated import Generated
from kconv.crd.rulesfile import resources_of
from kconv.names import Release
from tests.crd.rulesfile.written import NAME, rules

CRD = f"""\
# Two versions.
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {NAME}}}
spec:
  group: {NAME.partition(".")[2]}
  names: {{kind: Cup, listKind: CupList, plural: cups, singular: cup}}
  scope: Namespaced
  versions:
  - name: v1alpha1
    served: true
    storage: false
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {{type: integer}}
              names: {{type: array, items: {{type: object, properties: {{a: {{type: string}}}}}}}}
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {{type: integer}}
              names:
                type: array
                items:
                  type: object
                  properties:
                    a: {{type: string}}
"""


class Wrong(NamedTuple):
    """A line of the definition, counted from 1, what is there instead, and what is said of it."""

    name: str
    line: int
    instead: str
    says: str
    at: int = 0

    @property
    def text(self) -> str:
        lines = CRD.splitlines()
        lines[self.line - 1] = self.instead
        return "\n".join(lines)


PAD = " " * 14
CEL = "x-kubernetes-validations: [{rule: self == oldSelf}]"
WRONG = [
    Wrong("a default of the newer version", 32, f"{PAD}size: {{type: integer}}\n{PAD}more: {{type: integer, minimum: 3, default: 1}}", "spec.more: the default is invalid", at=33),
    Wrong("a default on a line of its own", 32, f"{PAD}size: {{type: integer}}\n{PAD}more:\n{PAD}  type: integer\n{PAD}  minimum: 3\n{PAD}  default: 1", "spec.more: the default is invalid", at=36),
    Wrong("a default of the older version", 20, f"{PAD}size: {{type: integer, minimum: 3, default: 1}}", "spec.size: the default is invalid"),
    Wrong("a rule about what was before, in a list", 38, f"{PAD}      a: {{type: string, {CEL}}}", "oldSelf cannot be used below the list spec.names"),
    Wrong("a field that no definition has", 24, "    storage: true\n    colour: red", f"spec.versions[1].colour: release {latest()} has no such field", at=25),
]  # fmt: skip


def made(folder: Path, text: str, release: str = str(latest())) -> Generated:
    (folder / "crd.yaml").write_text(text)
    (folder / "rules.yaml").write_text(rules("  []"))
    (resource,) = resources_of(folder / "rules.yaml")
    return generate(resource, webhook=service("acme/hook"), release=Release.parse(release))


@pytest.mark.parametrize("wrong", WRONG, ids=attrgetter("name"))
def test_a_fault_of_a_schema_has_the_line_of_the_definition(wrong: Wrong, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as raised:
        made(tmp_path, wrong.text)
    (fault,) = raised.value.faults
    assert (Path(fault.place.file).name, fault.place.line) == ("crd.yaml", wrong.at or wrong.line)
    assert wrong.says in str(fault)


def test_what_a_release_leaves_out_is_where_the_definition_has_it(tmp_path: Path) -> None:
    text = CRD.replace("    storage: true\n", "    storage: true\n    selectableFields: [{jsonPath: .spec.size}]\n")
    with pytest.raises(DeclarationError) as raised:
        made(tmp_path, text, "1.30")
    assert {(Path(each.place.file).name, each.place.line) for each in raised.value.faults} == {("crd.yaml", 25)}


def test_a_warning_names_the_version_that_lacks_a_rule_in_cel(tmp_path: Path) -> None:
    lines = CRD.splitlines()
    lines[31] = f"{PAD}size: {{type: integer, x-kubernetes-validations: [{{rule: self > 0}}]}}"
    said = [each for each in made(tmp_path, "\n".join(lines)).warnings if "is not checked by" in each.why]
    assert [(Path(each.place.file).name, each.place.line) for each in said] == [("crd.yaml", 20)]


def test_a_fault_of_the_rules_keeps_their_line(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as raised:
        made(tmp_path, CRD.replace("size: {type: integer}", "width: {type: integer}", 1))
    (fault,) = raised.value.faults
    assert Path(fault.place.file).name == "rules.yaml"
