"""Which lines of a template can render to an old version, whatever the engine: Helm, Jinja, shell, Terraform, ERB, …"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kconv.manifests import template_lines, template_marks, template_objects, template_rules
from kconv.manifests.scan import Watch
from kconv.manifests.split import RawDocument
from kconv.manifests.template_lines import OldLine, old_lines
from kconv.manifests.template_marks import paint
from kconv.manifests.template_objects import read
from kconv.manifests.template_rules import OldRule, old_rules

WATCH = Watch(
    {
        "policy/v1beta1": {"PodDisruptionBudget"},
        "extensions/v1beta1": {"Deployment", "Ingress"},
        "networking.k8s.io/v1beta1": {"Ingress"},
        "v1": {"Endpoints"},
    },
    kept={"networking.k8s.io/v1beta1", "v1"},
)
MOVED = {
    ("extensions", "ingresses"): "networking.k8s.io",
    ("extensions", "deployments"): "apps",
    ("extensions", "podsecuritypolicies"): "",
}

RENDERED = [
    '{{- print "policy/v1beta1" -}}',
    '{{ printf "%s" "policy/v1beta1" }}',
    "{{ print `policy/v1beta1` }}",
    '{{ "policy/v1beta1" | trim }}',
    '{{ "policy/v1beta1" }}',
    '{{ .Values.v | default "policy/v1beta1" | quote }}',
    '{{ default "policy/v1beta1" .Values.v }}',
    '{{ get .Values "v" | default "policy/v1beta1" }}',
    '{{ coalesce .a .b "policy/v1beta1" }}',
    '{{ or .Values.v "policy/v1beta1" }}',
    '{{ $v := "policy/v1beta1" }}',
    '{{- $v = "policy/v1beta1" -}}',
    '{{ if $v := "policy/v1beta1" }}',
    '{{ with "policy/v1beta1" }}{{ . }}{{ end }}',
    '{{ range list "policy/v1beta1" "policy/v1" }}',
    '{{ ternary "policy/v1" "policy/v1beta1" (eq .v "x") }}',
    '{{ .x | ternary "policy/v1beta1" "policy/v1" }}',
    '{{ eq .v "policy/v1" | ternary "policy/v1" "policy/v1beta1" }}',
    '{{ dict "apiVersion" "policy/v1beta1" | toYaml }}',
    '{{ set $d "apiVersion" "policy/v1beta1" }}',
    '{{ include "x" (dict "v" "policy/v1beta1") }}',
    '{{ (list "policy/v1beta1") | first }}',
    '{{ replace "policy/v1" "policy/v1beta1" .x }}',
    '{{ tpl "policy/v1beta1" . }}',
    '{{ /* old */ "policy/v1beta1" }}',
    '{{\n  print\n "policy/v1beta1" }}',
    '{{ print "apiVersion: policy/v1beta1\\nkind: X" }}',
    '{{ .x }} it\'s {{ print "policy/v1beta1" }}',
    '{{ define "v" }}\npolicy/v1beta1\n{{ end }}',
    '{{- define "v" -}}policy/v1beta1{{- end -}}',
    '{{- define "v" -}}\r\n"policy/v1beta1" \r\n{{- end -}}',
    "{{ if .x }}policy/v1beta1{{ else }}policy/v1{{ end }}",
    '{{ if .Capabilities.APIVersions.Has "policy/v1beta1" }}policy/v1beta1{{ end }}',
    '{{ if .Capabilities.APIVersions.Has "policy/v1beta1" }}{{ print "policy/v1beta1" }}{{ end }}',
    "apiVersion: {{ if .x }}policy/v1{{ else }}policy/v1beta1{{ end }}",
    'apiVersion: {{ "policy/v1beta1" }}',
    '{{ if eq .a "b" }}apiVersion: policy/v1beta1{{ end }}',
    "apiVersion: policy/v1beta1 # {{ .Chart.Name }}",
    "apiVersion: 'policy/v1beta1'{{ end }}",
    "apiVersion: &v policy/v1beta1",
    "apiVersion: !!str policy/v1beta1",
    "  - apiVersion: policy/v1beta1",
    '"apiVersion" : "policy/v1beta1",',
    "apiVersion:\n  policy/v1beta1\nkind: PodDisruptionBudget",
    "apiVersion:\n{{ if .x }}\n  policy/v1\n{{ else }}\n\n  # old\n  policy/v1beta1\n{{ end }}",
    '{"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget"}',
    '{"kind": "PodDisruptionBudget", "a": {"kind": "X"}, "apiVersion": "policy/v1beta1"}',
    "x: {apiVersion: policy/v1beta1, kind: PodDisruptionBudget}",
    r'x: "{\"apiVersion\":\"policy/v1beta1\"}"',
    'note: "a # b"\napiVersion: policy/v1beta1',
    "{% set v = 'policy/v1beta1' %}",
    "{% set version = 'policy/v1beta1' %}",
    "{% for v in ['policy/v1beta1'] %}",
    "{% macro v() %}policy/v1beta1{% endmacro %}",
    "{% if a == 'policy/v1beta1' %}apiVersion: policy/v1beta1{% endif %}",
    "{{ x | default('policy/v1beta1') }}",
    "{{ x | default('policy/v1beta1', true) | quote }}",
    "{{ v or 'policy/v1beta1' }}",
    "{{ v['a'] or 'policy/v1beta1' }}",
    "{{ v.replace or 'policy/v1beta1' }}",
    "{{ {'a': v} or 'policy/v1beta1' }}",
    "{{ f(v) or 'policy/v1beta1' }}",
    "{{ 'policy/v1beta1' if a == 'b' else 'policy/v1' }}",
    "{{ 'policy/v1' if kube is version('1.21', '>=') else 'policy/v1beta1' }}",
    "apiVersion: ${V:-policy/v1beta1}",
    'apiVersion: "${V:=policy/v1beta1}"',
    "apiVersion: ${A:-${B:-policy/v1beta1}}",
    'export API="policy/v1beta1"',
    '${coalesce(v, "policy/v1beta1")}',
    '${x == "a" ? "policy/v1" : "policy/v1beta1"}',
    "%{ if x }policy/v1beta1%{ endif }",
    '<%= v || "policy/v1beta1" %>',
    "<% v = 'policy/v1beta1' %>",
    '<%= a == "b" ? "c" : "policy/v1beta1" %>',
    'apiVersion: (( grab x || "policy/v1beta1" ))',
    '#@ v = "policy/v1beta1"',
    'apiVersion: #@ data.values.v or "policy/v1beta1"',
]
NOT_RENDERED = [
    '{{ if .Capabilities.APIVersions.Has "policy/v1beta1" }}',
    '{{ if $.Capabilities.APIVersions.Has "policy/v1beta1/PodDisruptionBudget" }}',
    '{{ with .Capabilities.APIVersions }}{{ $old := .Has "policy/v1beta1" }}{{ end }}',
    '{{ .Capabilities.APIVersions.Has "policy/v1beta1" | ternary "a" "b" }}',
    '{{ ternary "a" "b" (.Capabilities.APIVersions.Has "policy/v1beta1") }}',
    '{{ if and .a (.Capabilities.APIVersions.Has\n "policy/v1beta1") }}',
    '{{- if semverCompare "<1" "policy/v1beta1" }}',
    '{{ if eq $v "policy/v1beta1" }}',
    '{{ else if ne .v "policy/v1beta1" }}',
    '{{ if or (eq .v "policy/v1beta1") .x }}',
    '{{ if eq (default "policy/v1beta1" .v) "policy/v1" }}',
    '{{ $old := eq $v "policy/v1beta1" }}',
    '{{ ternary "a" "b" (eq .v "policy/v1beta1") }}',
    '{{ "policy/v1beta1" | eq .v }}',
    '{{ if has "policy/v1beta1" .list }}',
    '{{ contains "policy/v1beta1" .v | ternary "a" "b" }}',
    '{{ index .x "policy/v1beta1" }}',
    '{{ replace "policy/v1beta1" "policy/v1" .x }}',
    '{{ fail "policy/v1beta1 is gone" }}',
    "{{/* policy/v1beta1 */}}",
    "{{- /*\npolicy/v1beta1\n---\napiVersion: policy/v1beta1\n*/ -}}",
    '# {{ print "policy/v1beta1" }}',
    "# apiVersion: policy/v1beta1",
    "a: 1 # apiVersion: policy/v1beta1",
    "a: {{ .x }} # policy/v1beta1",
    "description: uses policy/v1beta1 on old clusters",
    "description: use apiVersion: policy/v1beta1",
    "description: kind, apiVersion: policy/v1beta1",
    "apiVersion: policy/v1beta1 is what it was written for",
    "path: /policy/v1beta1/poddisruptionbudgets",
    "- policy/v1beta1",
    "data:\n  versions: |\n    policy/v1beta1\n    {{ .x }}",
    "policy/v1beta1",
    "--runtime-config=policy/v1beta1",
    "apiVersion: policy/v1beta1-x",
    "apiVersion: my-policy/v1beta1",
    "apiVersion: policy/{{ .v }}",
    "name: {{ .x }}policy/v1beta1",
    "{% if v == 'policy/v1beta1' %}",
    "{% elif v in ['policy/v1beta1'] %}",
    "{% if 'policy/v1beta1' in versions %}",
    "{% set old = v == 'policy/v1beta1' %}",
    "{{ 'a' if v == 'policy/v1beta1' else 'c' }}",
    "{{ x is match('policy/v1beta1') }}",
    "{{ versions['policy/v1beta1'] }}",
    "{# policy/v1beta1 #}",
    "policy/v1beta1\n{{ end }}",
    "{{ end }}x\npolicy/v1beta1",
    '%{ if v == "policy/v1beta1" }',
    '${v == "policy/v1beta1" ? "a" : "b"}',
    '${V=="policy/v1beta1"}',
    '<% if v.start_with?("policy/v1beta1") %>',
    "<%# policy/v1beta1 %>",
    '#@ if v == "policy/v1beta1":',
    "#! apiVersion: policy/v1beta1",
    "apiVersion: v1\nkind: List",
    "apiVersion: networking.k8s.io/v1beta1\nkind: ServiceCIDR",
    'apiVersion: {{ default "networking.k8s.io/v1beta1" .v }}\nkind: ServiceCIDR',
]


def lines(text: str) -> list[OldLine]:
    return list(old_lines(RawDocument(0, 1, 0, text.encode()), WATCH))


@pytest.mark.parametrize("text", RENDERED)
def test_a_version_that_can_be_rendered_is_reported_once(text: str) -> None:
    (found,) = lines(text)
    assert found.api_version == "policy/v1beta1"
    assert "policy/v1beta1" in text.split("\n")[found.line - 1]


@pytest.mark.parametrize("text", NOT_RENDERED)
def test_a_version_that_is_only_asked_about_or_told_of_is_not(text: str) -> None:
    assert not lines(text)


@dataclass(frozen=True)
class Kinds:
    name: str
    text: str
    want: list[tuple[int, str]]


KINDS = [
    Kinds("far below", "apiVersion: extensions/v1beta1\nmetadata:\n" + "  a: 1\n" * 50 + "kind: Ingress\n", [(1, "Ingress")]),
    Kinds("below a blank line", "\napiVersion: extensions/v1beta1\nkind: Ingress\n", [(2, "Ingress")]),
    Kinds("behind as many blanks as may be", f'{{{{ "{" " * 100}extensions/v1beta1" }}}}', [(1, "")]),
    Kinds("behind one more", f'{{{{ "{" " * 101}extensions/v1beta1" }}}}', []),
    Kinds("above", "kind: Ingress\n{{ if .x }}\napiVersion: extensions/v1beta1\n{{ end }}\n", [(3, "Ingress")]),
    Kinds("each between two others, kind first", "kind: Ingress\napiVersion: extensions/v1beta1\nkind: Deployment\napiVersion: extensions/v1beta1\n", [(2, "Ingress"), (4, "Deployment")]),
    Kinds("each between two others, kind last", "apiVersion: extensions/v1beta1\nkind: Ingress\napiVersion: extensions/v1beta1\nkind: Deployment\n", [(1, "Ingress"), (3, "Deployment")]),
    Kinds("of a list's item, not the next one's", "items:\n- kind: Ingress\n  metadata: {}\n  spec: {}\n  apiVersion: extensions/v1beta1\n- kind: Deployment\n  apiVersion: apps/v1\n", [(5, "Ingress")]),
    Kinds("two branches with a marker between them", "{{ if .x }}\napiVersion: extensions/v1beta1\nkind: Ingress\n---\napiVersion: extensions/v1beta1\nkind: Deployment\n{{ end }}\n", [(2, "Ingress"), (5, "Deployment")]),
    Kinds("a marker behind a tag", "kind: Role\n{{ if .x }}---\napiVersion: extensions/v1beta1\n{{ end }}", [(3, "")]),
    Kinds("of an inner object", "apiVersion: apps/v1\nkind: X\nspec:\n  ref:\n    apiVersion: extensions/v1beta1\n    kind: Deployment\n", [(5, "Deployment")]),
    Kinds("an action", "apiVersion: networking.k8s.io/v1beta1\nkind: {{ .Values.kind }}\n", [(1, "")]),
    Kinds("an action with a word behind it", "apiVersion: networking.k8s.io/v1beta1\nkind: {{ .x }}Role\n", [(1, "")]),
    Kinds("one of two", "apiVersion: networking.k8s.io/v1beta1\nkind: {{ if .x }}A{{ else }}B{{ end }}\n", [(1, "")]),
    Kinds("a tag behind it", "apiVersion: extensions/v1beta1\nkind: Ingress {{- end }}\n", [(1, "Ingress")]),
    Kinds("in quotes", "apiVersion: extensions/v1beta1\nkind: 'Ingress' # {{ x }}\n", [(1, "Ingress")]),
    Kinds("JSON", '{\n  "apiVersion": "extensions/v1beta1",\n  "spec": {{ .x }},\n  "kind": "Ingress"\n}\n', [(2, "Ingress")]),
    Kinds("JSON in one line", '{"spec": {"apiVersion": "extensions/v1beta1", "kind": "Ingress"}, "kind": "X", "apiVersion": "apps/v1"}\n', [(1, "Ingress")]),
    Kinds("JSON whose braces stand beside the keys", '{ "apiVersion": "extensions/v1beta1",\n  "kind": "Ingress" }\n', [(1, "Ingress")]),
    Kinds("beside a version in an action", 'apiVersion: {{ .v | default "extensions/v1beta1" }}\nkind: Ingress\n', [(1, "Ingress")]),
    Kinds("none for a variable", '{{ $v := "extensions/v1beta1" }}\napiVersion: {{ $v }}\nkind: Ingress\n', [(1, "")]),
    Kinds("a List is old if its version is", "apiVersion: extensions/v1beta1\nkind: List\nitems: {{ .x }}\n", [(1, "List")]),
    Kinds("two on a line", '{{ ternary "extensions/v1beta1" "policy/v1beta1" .x }}\n', [(1, "")]),
    Kinds("a stable version of an old kind", "apiVersion: v1\nkind: Endpoints\nx: {{ .x }}\n", [(1, "Endpoints")]),
    Kinds("a tag in column 0 inside of it", "items:\n  - apiVersion: extensions/v1beta1\n{{- if .x }}\n    a: 1\n{{- end }}\n    kind: Ingress\n", [(2, "Ingress")]),
]  # fmt: skip


@pytest.mark.parametrize("case", KINDS, ids=attrgetter("name"))
def test_the_kind_is_that_of_the_same_mapping(case: Kinds) -> None:
    assert [(old.line, old.kind) for old in lines(case.text)] == case.want


@dataclass(frozen=True)
class Rules:
    name: str
    text: str
    want: list[int]


OLD = "- apiGroups: [extensions]\n  resources: [ingresses]\n"
NEW = "- apiGroups: [networking.k8s.io]\n  resources: [ingresses]\n"
RULES = [
    Rules("flow", OLD, [1]),
    Rules("flow with quotes", '- apiGroups: ["", "extensions"]\n  resources: ["pods", "ingresses/status"]\n', [1]),
    Rules("block", "- apiGroups:\n  - ''\n  # old\n  - extensions\n  resources:\n    - ingresses\n", [4]),
    Rules("block with a tag and a blank line", "  - apiGroups:\n\n{{ if .x }}\n      - extensions\n{{ end }}\n    resources:\n      - ingresses\n", [4]),
    Rules("in braces", "- {apiGroups: [extensions], resources: [ingresses], verbs: [get]}\n", [1]),
    Rules("JSON", '"rules": [\n  {\n    "apiGroups": [\n      "extensions"\n    ],\n    "resources": ["ingresses"]\n  }\n]\n', [4]),
    Rules("resources first", "- resources: [ingresses]\n  apiGroups: [extensions]\n", [2]),
    Rules("one of two groups", "- apiGroups: [extensions, apps]\n  resources: [ingresses, deployments]\n", [1]),
    Rules("a resource in an action beside it", "- apiGroups: [extensions]\n  resources: [ingresses, {{ .x }}]\n", [1]),
    Rules("another rule has another resource there", OLD + NEW.replace("ingresses", "networkpolicies"), [1]),
    Rules("another document has the new group", f"{OLD}---\n{NEW}", [1]),
    Rules("the same rule has the new group", "- apiGroups: [extensions, networking.k8s.io]\n  resources: [ingresses]\n", []),
    Rules("in a branch of its list", "- apiGroups:\n  - extensions\n  {{- if .x }}\n  - networking.k8s.io\n  {{- end }}\n  resources: [ingresses]\n", []),
    Rules("the next rule has it", OLD + NEW, []),
    Rules("the rule before has it, with every resource", NEW.replace("ingresses", '"*"') + OLD, []),
    Rules("a branch has it", "{{ if .x }}\n" + OLD + "{{ else }}\n" + NEW + "{{ end }}\n", []),
    Rules("every group", "- apiGroups: ['*']\n  resources: [ingresses]\n", []),
    Rules("a group that cannot be read", "- apiGroups: [extensions, {{ .x }}]\n  resources: [ingresses]\n", []),
    Rules("groups that cannot be read", "- apiGroups:\n  - extensions\n{{ toYaml .x | indent 2 }}\n  resources: [ingresses]\n", []),
    Rules("a resource that moved nowhere", "- apiGroups: [extensions]\n  resources: [podsecuritypolicies]\n", []),
    Rules("every resource", "- apiGroups: [extensions]\n  resources: ['*']\n", []),
    Rules("a resource of a custom kind", "- apiGroups: [extensions]\n  resources: [things]\n", []),
    Rules("a comment", "# apiGroups: [extensions]\n# resources: [ingresses]\n", []),
]  # fmt: skip


@pytest.mark.parametrize("case", RULES, ids=attrgetter("name"))
def test_a_rule_that_names_only_the_group_of_before_is_reported(case: Rules) -> None:
    assert [old.line for old in old_rules(RawDocument(0, 1, 0, case.text.encode()), MOVED)] == case.want


def test_a_rule_says_of_what_object_it_is_and_what_moved_where() -> None:
    text = f"kind: Role\nrules:\n{OLD}---\nkind: {{{{ .x }}}}\nrules:\n{OLD}"
    found = list(old_rules(RawDocument(0, 11, 0, text.encode()), MOVED))
    assert found == [
        OldRule(13, "Role", "extensions", ("ingresses",), "networking.k8s.io"),
        OldRule(18, "", "extensions", ("ingresses",), "networking.k8s.io"),
    ]


def test_a_rule_is_of_the_innermost_object_around_it_that_states_its_kind() -> None:
    inner = OLD.replace("\n", "\n    ")
    text = f"kind: Role\nx:\n  rules:\n    {inner}\n"
    without = text.replace("  rules", "  apiVersion: v1\n  rules")
    for each in (text, without):
        assert [old.kind for old in old_rules(RawDocument(0, 1, 0, each.encode()), MOVED)] == ["Role"]


def test_each_of_two_groups_is_reported() -> None:
    moved = {**MOVED, ("policy", "podsecuritypolicies"): "security.k8s.io"}
    text = f"rules:\n{OLD}- apiGroups: [policy]\n  resources: [podsecuritypolicies]\n"
    found = old_rules(RawDocument(0, 1, 0, text.encode()), moved)
    assert [(old.line, old.group, old.heir) for old in found] == [
        (2, "extensions", "networking.k8s.io"),
        (4, "policy", "security.k8s.io"),
    ]
    together = "- {apiGroups: [extensions, policy], resources: [ingresses, podsecuritypolicies]}\n"
    assert [old.group for old in old_rules(RawDocument(0, 1, 0, together.encode()), moved)] == ["extensions"]


def test_a_rule_with_bytes_that_are_not_utf_8_is_read() -> None:
    text = OLD.encode().replace(b"ingresses", b"ingresses, \xff")
    assert [old.resources for old in old_rules(RawDocument(0, 1, 0, text), MOVED)] == [("ingresses",)]


def test_a_rule_is_looked_for_only_if_its_group_has_an_heir(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_rules, "read", None)
    text = b"- apiGroups: [policy]\n  resources: [podsecuritypolicies]\n"
    assert list(old_rules(RawDocument(0, 1, 0, text), {("policy", "podsecuritypolicies"): ""})) == []


PARTS = [
    *RENDERED, *NOT_RENDERED, OLD, NEW, "{{", "}}", "{%", "%}", "{#", "#}", "${", "}", "<%", "%>", "((", "))", "#@", "#", "(", ")", "[", "]", "{",
    '"', "'", "`", "\\", "/*", "*/", "\n", "  ", "- ", "---\n", "kind: ", "apiVersion: ", "apiGroups: ", "resources: ", "if ", "else ", "|", "é", "\0\1",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_any_text_has_its_lines_in_order_and_each_once(parts: list[str]) -> None:
    text = "".join(parts)
    found = lines(text)
    assert [old.line for old in found] == sorted({old.line for old in found})
    for old in found:
        assert old.api_version in text.split("\n")[old.line - 1]
    for rule in old_rules(RawDocument(0, 1, 0, text.encode()), MOVED):
        assert rule.group in text.split("\n")[rule.line - 1]


@given(st.lists(st.sampled_from(PARTS), max_size=20))
def test_painting_moves_no_byte_and_no_line_break(parts: list[str]) -> None:
    data = "".join(parts).encode()
    text = paint(data).text
    assert len(text) == len(data)
    assert [at for at, byte in enumerate(text) if byte == 10] == [at for at, byte in enumerate(data) if byte == 10]


@given(st.lists(st.sampled_from([*PARTS, "{{ .a }}", "{{- end }}", "{% if a %}", "${A}", '{{ "}}" }}']), max_size=20))
def test_what_is_easily_read_is_read_as_by_the_close_reader(parts: list[str]) -> None:
    text = "".join(parts)
    data = text.encode()

    def found() -> tuple[bytes, list[bytes], list[OldLine]]:
        read.cache_clear()
        painted = paint(data)
        said = [data[start:end] for start, end in sorted(painted.strings)]
        return painted.text, [each for each in said if b"/v" in each], lines(text)

    quick = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template_marks._Painter, "_easily", lambda self, at: self._action(at.group()[:2], at.start()))
        patch.setattr(template_objects.Objects, "_is_deep", lambda *_: False)
        patch.setattr(template_lines, "_plain", lambda _: {})
        assert quick == found()


LONG = {
    "quotes that never close": '{{ " \\" }}',
    "actions that never close": "${ {{ {% %{ (( <% {# ",
    "brackets that never close": '{{ (("a"[[["b" }}',
    "comments in strings": ' " # ',
    "keys on one line": '{"apiVersion": "a/v1", "kind": "A", "apiGroups": ["a"], ',
    "rules of one document": OLD,
    "objects of one mapping": "kind: A\napiVersion: policy/v1beta1\n",
    "spaces": "\n" + " " * 50,
    "dashes": "${V:-" + "-" * 50,
    "lists that never close": "apiGroups: [a, resources: [",
    "versions": "policy/v1beta1 ",
}


@pytest.mark.slow
@pytest.mark.parametrize("part", LONG.values(), ids=LONG.keys())
def test_a_text_takes_time_by_its_length_alone(part: str) -> None:
    """Ten times a text that grows with its square would take a hundred times as long: hours, for 8 MB."""
    program = f"""
from tests.manifests.test_template_lines import *
data = ({part!r} * (1 << 20))[: 1 << 20].encode() + b"\\napiVersion: policy/v1beta1\\napiGroups: [extensions]\\n"
list(old_lines(RawDocument(0, 1, 0, data), WATCH)), list(old_rules(RawDocument(0, 1, 0, data), MOVED))
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
