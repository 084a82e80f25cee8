"""Which words of a template are versions that it may render to, on which line, and of what kind."""

from __future__ import annotations

import pytest

from kconv.manifests import template_lines
from kconv.manifests.scan import Watch
from kconv.manifests.split import RawDocument
from kconv.manifests.template_lines import old_lines

VERSION = "policy/v1beta1"
WATCH = Watch(
    {VERSION: {"P"}, "extensions/v1beta1": {"D", "I"}, "net/v1beta1": {"I"}, "v1": {"Endpoints"}},
    kept={"net/v1beta1", "v1"},
)
VERSIONS: list[tuple[str, str, list[str]]] = [
    ('two lines', 'apiVersion: OLD\nkind: P\n---\napiVersion: OLD\nkind: P\n', ['1 OLD P', '4 OLD P']),
    ('plain', 'apiVersion: OLD\nkind: P\n', ['1 OLD P']),
    ('plain, kind first, in quotes', 'kind: \'P\'\napiVersion: "OLD"\n', ['2 OLD P']),
    ('plain, CRLF', 'apiVersion: OLD\r\nkind: P\r\n', ['1 OLD P']),
    ('plain, of another kind', 'apiVersion: OLD\nkind: Q\n', []),
    ('plain, of a List', 'apiVersion: OLD\nkind: List\n', ['1 OLD List']),
    ('plain, a List of a version that others keep', 'apiVersion: net/v1beta1\nkind: List\n', ['1 net/v1beta1 List']),
    ('plain, a stable version of another kind', 'apiVersion: v1\nkind: Service\n# Endpoints\n', []),
    ('a List in a template', 'apiVersion: OLD\nx: {{ y }}\nkind: List\n', ['1 OLD List']),
    ('one plain and one not', 'apiVersion: OLD\nkind: P\n---\nx: {{ "OLD" }}\n', ['1 OLD P', '4 OLD ?']),
    ('one plain in a remark', '{{/*\napiVersion: OLD\nkind: P\n*/}}\n', []),
    ('in a Jinja remark', '{#\napiVersion: OLD\nkind: P\n#}\n', []),
    ('in an ERB remark', '<%#\napiVersion: OLD\nkind: P\n%>\n', []),
    ('another indentation is another mapping', 'apiVersion: OLD\n  kind: P\n', ['1 OLD ?']),
    ('no version', 'a: 1\n', []),
    ('a word before', 'xOLD\n', []),
    ('a dot before', 'apiVersion: x.OLD\n', []),
    ('a slash before', 'apiVersion: /OLD\n', []),
    ('a dash behind', 'apiVersion: OLD-x\n', []),
    ('a dot behind', 'apiVersion: OLD.\nkind: P\n', ['1 OLD P']),
    ('a dot and a letter behind', 'apiVersion: OLD.x\n', []),
    ('at the start of a text', 'OLD', []),
    ('at the end of a text', 'apiVersion: OLD', ['1 OLD ?']),
    ('between tags on one line', '{{ if x }}OLD{{ end }}', ['1 OLD ?']),
    ('below a tag', '{{ define "x" }}\n\n  \'OLD\'\n{{ end }}', ['3 OLD ?']),
    ('below an output', '{{ x }}\nOLD\n', []),
    ('below a word', 'a\nOLD\n', []),
    ('behind a word below a tag', '{{ if x }}\na OLD\n', []),
    ('with a word behind it below a tag', '{{ if x }}\nOLD a\n', []),
    ('a variable of a shell', 'export X=OLD\n{{ x }}', ['1 OLD ?']),
    ('a local one', "  local X='OLD'\n", ['1 OLD ?']),
    ('a readonly one', 'readonly X="OLD";\n', ['1 OLD ?']),
    ('one alone', 'X=OLD', ['1 OLD ?']),
    ('an argument', '--x=OLD\n', []),
    ('a key', 'x =OLD\n', []),
    ('a variable with more', 'X=OLD y\n', []),
    ('a string of an action', 'a: {{ print "OLD" }}', ['1 OLD ?']),
    ('a string with blanks', 'a: {{ print " OLD " }}', ['1 OLD ?']),
    ('a string with words', 'a: {{ print "use OLD" }}', []),
    ('a string with words behind', 'a: {{ print "OLD is old" }}', []),
    ('a string that is an object', 'a: {{ print "kind: P\\napiVersion: OLD\\nx: 1" }}', ['1 OLD ?']),
    ('a string that is JSON', 'a: {{ print "{\\"apiVersion\\": \\"OLD\\"}" }}', ['1 OLD ?']),
    ('a string that is compared', 'a: {{ eq x "OLD" }}', []),
    ('a string that a loop goes through', '{% for v in ["OLD"] %}{{ v }}{% endfor %}', ['1 OLD ?']),
    ('a string that is compared in a loop', '{% for v in ["a" == "OLD"] %}{{ v }}{% endfor %}', []),
    ('a string that a loop compares', '{% for v in "OLD" != a %}{{ v }}{% endfor %}', []),
    ('a string that is looked for', 'a: {{ "OLD" in x }}', []),
    ('a string that a condition looks for', '{% for v in x if "OLD" in v %}{{ v }}{% endfor %}', []),
    ('outside of a string in an action', 'a: {{ OLD }}', []),
    ('two strings', 'a: {{ print "x" "OLD" }}', ['1 OLD ?']),
    ('far from the start of a string', 'a: {{ print "                                                                                                   OLD" }}', ['1 OLD ?']),
    ('too far from the start of a string', 'a: {{ print "                                                                                                     OLD" }}', []),
    ('exactly as far as it may be from its key', 'apiVersion:                                                                                                    OLD\nx: {{ y }}', ['1 OLD ?']),
    ('too far from its key', 'apiVersion:                                                                                                     OLD\nx: {{ y }}', []),
    ('an anchor and a tag', 'apiVersion: &a !!str OLD\nx: {{ y }}', ['1 OLD ?']),
    ('a word before it', 'apiVersion: a OLD\nx: {{ y }}', []),
    ('a comma behind it', '{apiVersion: OLD, x: {{ y }}}', ['1 OLD ?']),
    ('a semicolon behind it', 'apiVersion: OLD;\nx: {{ y }}', []),
    ('a comment behind it', 'apiVersion: OLD # {{ y }}', ['1 OLD ?']),
    ('an output behind it', 'apiVersion: OLD{{ y }}\n', []),
    ('a control behind it', 'apiVersion: OLD{{ if y }}\n', ['1 OLD ?']),
    ('an output before it', 'apiVersion: {{ y }}OLD\n', []),
    ('twice on a line', 'a: {{ ternary "OLD" "extensions/v1beta1" x }}', ['1 OLD ?']),
    ('on two lines of an action', 'a: {{ ternary\n "OLD"\n "OLD" x }}', ['2 OLD ?', '3 OLD ?']),
    ('on the first line and the third', 'apiVersion: OLD\nx: {{ y }}\napiVersion: OLD\n', ['1 OLD ?', '3 OLD ?']),
    ('in a comment', '# apiVersion: OLD\n{{ x }}', []),
    ('a kept version of another kind', 'apiVersion: net/v1beta1\nkind: X\ny: {{ x }}\n', []),
    ('a kept version of an unknown kind', 'apiVersion: net/v1beta1\nkind: {{ x }}\n', ['1 net/v1beta1 ?']),
    ('a stable version of an unknown kind', 'apiVersion: v1\nkind: {{ Endpoints }}\n', []),
    ('a version of no kind in a string', '{{ $v := "net/v1beta1" }}\nkind: X\n', ['1 net/v1beta1 ?']),
]  # fmt: skip
"""OLD is an old version. Of each that may be rendered its line and its kind."""


@pytest.mark.parametrize(("text", "want"), [row[1:] for row in VERSIONS], ids=[row[0] for row in VERSIONS])
def test_a_version_that_a_template_may_render_to(text: str, want: list[str]) -> None:
    data = text.replace("OLD", VERSION).encode()
    found = [(each.line, each.api_version, each.kind or "?") for each in old_lines(RawDocument(0, 11, 0, data), WATCH)]
    assert [f"{line - 10} {version.replace(VERSION, 'OLD')} {kind}" for line, version, kind in found] == want


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}\napiVersion: OLD\nkind: P\n",
        "apiVersion: OLD\nkind: P\n---\nkind: P\napiVersion: OLD",
        "apiVersion: net.OLD\nkind: P\n",
    ],
    ids=["below an action", "from the first line to the last", "a version that ends like another"],
)
def test_a_template_whose_versions_are_all_plain_is_not_painted(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_lines, "read", None)
    watch = Watch({VERSION: {"P"}, f"net.{VERSION}": {"P"}})
    found = list(old_lines(RawDocument(0, 1, 0, text.replace("OLD", VERSION).encode()), watch))
    assert [each.line for each in found] == [at for at, line in enumerate(text.split("\n"), 1) if "OLD" in line]
