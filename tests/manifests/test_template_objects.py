"""What stands in one mapping of a template: the kind of each apiVersion, and the groups and resources of a rule."""

from __future__ import annotations

import pytest

from kconv.manifests.template_marks import paint
from kconv.manifests.template_objects import Mapping, Objects

OBJECTS: list[tuple[str, str, list[str]]] = [
    ('keys of one mapping', 'apiVersion: a/v1\nkind: A\n', ['1 A 0']),
    ('kind first', 'kind: A\napiVersion: a/v1\n', ['2 A 0']),
    ('in quotes', '\'apiVersion\': a/v1\n"kind" : \'A\'\n', ['1 A 0']),
    ('an escaped JSON text', '"{\\"apiVersion\\": \\"a/v1\\", \\"kind\\": \\"A\\"}"\n', ['1 A 2']),
    ('two documents', 'apiVersion: a/v1\n---\nkind: A\n', ['1 ? 0']),
    ('a marker with an action behind it', 'apiVersion: a/v1\n--- {{ .x }}\nkind: A\n', ['1 ? 0']),
    ('dashes that are no marker', 'apiVersion: a/v1\n---x\nkind: A\n', ['1 A 0']),
    ('another column', 'apiVersion: a/v1\n  kind: A\n', ['1 ? 0']),
    ('deeper and back', 'apiVersion: a/v1\nx:\n  kind: B\n  apiVersion: b/v1\nkind: A\n', ['1 A 0', '4 B 2']),
    ('items of a list', '- apiVersion: a/v1\n  kind: A\n- kind: B\n  apiVersion: b/v1\n', ['1 A 2', '4 B 2']),
    ('items with wide dashes', '-   apiVersion: a/v1\n    kind: A\n-   kind: B\n    apiVersion: b/v1\n', ['1 A 4', '4 B 4']),
    ('an item of an item', '- - apiVersion: a/v1\n    kind: A\n  - kind: B\n', ['1 A 4']),
    ('a control before a key', '{{ if .x }}apiVersion: a/v1{{ end }}\nkind: A\n', ['1 A 0']),
    ('a control between the blanks of a key', '  apiVersion: a/v1\n{{ if .x }}  kind: A{{ end }}\n', ['1 A 2']),
    ('lines that only control', 'x:\n  apiVersion: a/v1\n{{- if .x }}\n{{- end }}\n  kind: A\n', ['2 A 2']),
    ('an output in column 0 ends nothing above it', 'x:\n  apiVersion: a/v1\n{{ .x }}\n  kind: A\n', ['2 A 2']),
    ('a word in column 0 ends a mapping', 'x:\n  apiVersion: a/v1\ny:\n  kind: A\n', ['2 ? 2']),
    ('blank lines', 'x:\n  apiVersion: a/v1\n\n   \n  kind: A\n', ['2 A 2']),
    ('a key in a word', 'xapiVersion: a/v1\nkindly: A\nakind: A\n', []),
    ('a key behind text', 'use apiVersion: a/v1\n', []),
    ('a key without a blank', 'apiVersion:a/v1\nkind:A\n', []),
    ('a key at the end', 'apiVersion:', ['1 ? 0']),
    ('a kind of two words', 'apiVersion: a/v1\nkind: A B\n', ['1 ? 0']),
    ('a kind with a comment', 'apiVersion: a/v1\nkind: A # b\n', ['1 A 0']),
    ('a kind in an action', 'apiVersion: a/v1\nkind: {{ .x }}\n', ['1 ? 0']),
    ('a kind with an action behind it', 'apiVersion: a/v1\nkind: A{{ .x }}\n', ['1 ? 0']),
    ('a kind with a control behind it', 'apiVersion: a/v1\nkind: A{{ if .x }}\n', ['1 A 0']),
    ('a kind with a control before it', 'apiVersion: a/v1\nkind: {{ if .x }}A\n', ['1 ? 0']),
    ('a kind with digits', 'apiVersion: a/v1\nkind: A1\n', ['1 ? 0']),
    ('no kind', 'apiVersion: a/v1\nkind:\n', ['1 ? 0']),
    ('nearest kind', 'kind: A\nx: 1\nx: 1\napiVersion: a/v1\nkind: B\n', ['4 B 0']),
    ('a tie, kind first', 'kind: A\napiVersion: a/v1\nkind: B\n', ['2 A 0']),
    ('a tie, version first', 'apiVersion: b/v1\nkind: A\napiVersion: a/v1\nkind: B\n', ['1 A 0', '3 B 0']),
    ('braces', 'x: {apiVersion: a/v1, kind: A}\n', ['1 A 4']),
    ('braces in braces', '{kind: A, x: {apiVersion: b/v1, y: {kind: B}}, apiVersion: a/v1}\n', ['1 ? 14', '1 A 1']),
    ('braces over lines', '{\n  apiVersion: a/v1,\n  kind: A\n}\n', ['2 A 2']),
    ('braces beside the keys', '{ apiVersion: a/v1,\n  kind: A }\n', ['1 A 2']),
    ('braces behind a key', 'x: { apiVersion: a/v1,\n     kind: A }\n', ['1 A 5']),
    ('braces in a list', '- {apiVersion: a/v1, kind: A}\n- {apiVersion: b/v1, kind: B}\n', ['1 A 3', '2 B 3']),
    ('brackets', '[apiVersion: a/v1, kind: A]\n', []),
    ('brackets and quotes', '["apiVersion": "a/v1", "kind": "A"]\n', ['1 A 0']),
    ('a word between two columns ends the inner mapping', 'kind: B\nx:\n  y:\n    apiVersion: a/v1\n  z: 1\n    kind: A\n', ['4 ? 4']),
    ('a brace that closes nothing', '}\napiVersion: a/v1, kind: A\n', ['2 ? 0']),
    ('a key behind a comma', 'a, apiVersion: a/v1\n', []),
    ('JSON', '{\n "apiVersion": "a/v1",\n "x": {"kind": "B"},\n "kind": "A"\n}\n', ['2 A 1']),
    ('a rule', '- apiGroups: [a, \'b\']\n  resources: ["c", d/e]\n', ['0 apiGroups=a+b,resources=c+d/e']),
    ('a rule in blocks', "- apiGroups:\n  - a\n  - 'b'\n  resources:\n    - c\n    - d\n", ['0 apiGroups=a+b,resources=c+d']),
    ('a rule with other keys', '- verbs: [x]\n  apiGroups: [a]\n  resources: [c]\n  verbs: [y]\n', ['0 apiGroups=a,resources=c']),
    ('a rule without groups', '- resources: [c]\n', []),
    ('a rule without resources', '- apiGroups: [a]\n', []),
    ('a list over lines', '- apiGroups: [a,\n    b]\n  resources: [c,\n   d\n  ]\n', ['0 apiGroups=a+b,resources=c+d']),
    ('a list whose second line begins further left', '- apiGroups: [a,\nb]\n  resources: [c]\n', ['0 apiGroups=a+b,resources=c']),
    ('a list that the text ends in', '- resources: [c]\n  apiGroups: [a', ['0 resources=c,apiGroups=a']),
    ('a list that never closes', '- apiGroups: [a\n  resources: [c]\n', []),
    ('an action in a list', '- apiGroups: [a, {{ .x }}]\n  resources: [c]\n', ['0 apiGroups=a,resources=c opaque=apiGroups']),
    ('an action as a list', '- apiGroups: {{ .x }}\n  resources: [c]\n', ['0 apiGroups=,resources=c opaque=apiGroups']),
    ('an action below a list', '- apiGroups:\n  {{ .x }}\n  resources: [c]\n', ['0 apiGroups=,resources=c opaque=apiGroups']),
    ('an action in an item', '- apiGroups:\n  - a{{ .x }}\n  resources: [c]\n', ['0 apiGroups=a,resources=c opaque=apiGroups']),
    ('a control in a list', '- apiGroups:\n  {{ if .x }}\n  - a\n  {{ end }}\n  - b\n  resources: [c]\n', ['0 apiGroups=a+b,resources=c']),
    ('a blank line in a list', '- apiGroups:\n\n  - a\n\n  - b\n  resources: [c]\n', ['0 apiGroups=a+b,resources=c']),
    ('an item left of the list', 'x:\n  - apiGroups:\n  - a\n    resources: [c]\n', []),
    ('an item with a key', '- apiGroups:\n  - a: b\n  resources: [c]\n', ['0 apiGroups=,resources=c']),
    ('a word as a list', '- apiGroups: a\n  resources: [c]\n', ['0 apiGroups=,resources=c opaque=apiGroups']),
    ('a rule of an object', 'kind: A\nrules:\n- apiGroups: [a]\n  resources: [c]\n', ['0 apiGroups=a,resources=c of=A']),
    ('a rule of an item', '- kind: A\n  rules:\n  - apiGroups: [a]\n    resources: [c]\n', ['0 apiGroups=a,resources=c of=A']),
    ('rules in braces', '{kind: A, rules: [{apiGroups: [a], resources: [c]}, {apiGroups: [b], resources: [d]}]}\n', ['0 apiGroups=a,resources=c of=A', '0 apiGroups=b,resources=d of=A']),
    ('a rule of an object in another one', 'kind: A\nx:\n  kind: B\n  rules:\n  - apiGroups: [a]\n    resources: [c]\n', ['0 apiGroups=a,resources=c of=B+A']),
    ('two rules', '- apiGroups: [a]\n  resources: [c]\n- apiGroups: [b]\n  resources: [d]\n', ['0 apiGroups=a,resources=c', '0 apiGroups=b,resources=d']),
    ('a rule of another document', '---\n- apiGroups: [a]\n  resources: [c]\n---\n- resources: [c]\n  apiGroups: [a]\n', ['1 apiGroups=a,resources=c', '2 resources=c,apiGroups=a']),
    ('groups that stand twice', '- apiGroups: [a]\n  apiGroups: [b]\n  resources: [c]\n', ['0 apiGroups=a+b,resources=c']),
    ('an empty list', '- apiGroups: []\n  resources: [c]\n', ['0 apiGroups=,resources=c']),
    ('an empty group', '- apiGroups: [\'\', "a"]\n  resources: [c]\n', ['0 apiGroups=a,resources=c']),
    ('the list ends at a marker', '- apiGroups:\n  - a\n---\n- b\n', []),
    ('a JSON rule', '{"apiGroups": [\n  "a"\n ],\n "resources": [ "c" ]}\n', ['0 apiGroups=a,resources=c']),
]  # fmt: skip
"""Of each apiVersion its line, its kind and the column of its mapping; of each rule its document and its lists, which of
them cannot be read, and the kinds of the objects around it."""


def described(text: str) -> list[str]:
    objects = Objects(paint(text.encode()))
    versions = [
        f"{each.line + 1} {each.mapping.kind(each.line) or '?'} {each.mapping.column}" for each in objects.versions
    ]
    return versions + [_rule(each) for each in objects.rules]


def _rule(rule: Mapping) -> str:
    lists = ",".join(f"{key}={'+'.join(word.text for word in words)}" for key, words in rule.lists.items())
    around, outer = list[str](), rule.outer
    while outer:
        around += [kind for _, kind in outer.kinds]
        outer = outer.outer
    opaque = f" opaque={'+'.join(sorted(rule.opaque))}" if rule.opaque else ""
    return f"{rule.part} {lists}{opaque}" + (f" of={'+'.join(around)}" if around else "")


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in OBJECTS], ids=[row[0] for row in OBJECTS])
def test_the_objects_of_a_template(text: str, want: list[str]) -> None:
    assert described(text) == want
    with_tags = text.replace("\n", "\n{{- if .x }}\n{{- end }}\n")
    assert [each.partition(" ")[2] for each in described(with_tags)] == [each.partition(" ")[2] for each in want]


def test_words_and_lines_have_their_places() -> None:
    text = "- apiGroups: [a]\n  resources:\n  - b\n"
    objects = Objects(paint(text.encode()))
    (rule,) = objects.rules
    assert [text[word.at] for words in rule.lists.values() for word in words] == ["a", "b"]
    assert [objects.line(at) for at in (0, 16, 17, 30, 35)] == [0, 0, 1, 2, 2]
    assert Objects(paint(b'${x:-"v/v1"}')).strings == [(5, 11), (6, 10)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("apiVersion: HERE", True),
        ("apiVersion: a/v1 HERE", True),
        ("apiVersion:\n  HERE", True),
        ("apiVersion: {{ x }}\n  HERE", False),
        ("apiVersion:" + "\n" * 100 + "HERE", True),
        ("apiVersion:" + "\n" * 101 + "HERE", False),
        ("apiVersion: a\nkind: HERE", False),
        ("HERE\napiVersion: a", False),
        ("apiVersion: a\napiVersion: HERE", True),
    ],
)
def test_a_value_may_stand_on_a_line_below_its_key(text: str, found: bool) -> None:
    objects = Objects(paint(text.encode()))
    version = objects.version_before(text.index("HERE"))
    assert (version is not None) == found
    assert version is None or version is objects.versions[-1]
