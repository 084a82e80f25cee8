"""A template's marks and what is between them: what may put something out, what only controls, and which strings count."""

from __future__ import annotations

import pytest

from kconv.manifests import template_marks
from kconv.manifests.template_expressions import Expression, UnclosedError
from kconv.manifests.template_marks import paint

PAINTED: list[tuple[str, str, list[str]]] = [
    ('a: {{ .x }} b', 'a: @@@@@@@@ b', []),
    ('a: {{- if .x -}} b', 'a: ~~~~~~~~~~~~~ b', []),
    ('{{ .x }}# c', '@@@@@@@@# c', []),
    ('a: 1 # {{ .x }} d', 'a: 1             ', []),
    ('a: 1 # {{ .x', 'a: 1        ', []),
    ('# {{ if .x }}\n# {{ end }}\na: 1', '             \n           \na: 1', []),
    ('#{{ .x\n}} a', '      \n~~ a', []),
    ('a: "#" # b', 'a: "#"    ', []),
    ('a: "# b" c', 'a: "# b" c', []),
    ('a#b', 'a#b', []),
    ('a:\t# b', 'a:\t   ', []),
    ('{{ .x }} # b', '@@@@@@@@    ', []),
    ('{{ if .x }}# b', '~~~~~~~~~~~   ', []),
    ('{{ "}}" }} a', '@@@@@@@@@@ a', ['}}']),
    ("{{ '}}' }} a", '@@@@@@@@@@ a', ['}}']),
    ('{{ `}}` }} a', '@@@@@@@@@@ a', ['}}']),
    ('{{ "\\"}}" }} a', '@@@@@@@@@@@@ a', ['\\"}}']),
    ('{{/* }} */}} a', '~~~~~~~~~~~~ a', []),
    ('{{ `` }} a `', '@@@@@@@@ a `', ['']),
    ('{{- /* a */ -}}', '~~~~~~~~~~~~~~~', []),
    ('{{ /* a */ "b" }}', '~~~~~~~~~~~~~~~~~', ['b']),
    ('{{ $x := "v/v1" }}', '~~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{{ $x = "v/v1" }}', '~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{{ $x, $y := .z }}', '~~~~~~~~~~~~~~~~~~', []),
    ('{{ $x }}', '@@@@@@@@', []),
    ('{{ $x | default "v/v1" }}', '@@@@@@@@@@@@@@@@@@@@@@@@@', ['v/v1']),
    ('{{ ifx }}', '@@@@@@@@@', []),
    ('{{ if.x }}', '@@@@@@@@@@', []),
    ('{{ end }}', '~~~~~~~~~', []),
    ('{{end}}', '~~~~~~~', []),
    ('{{- end }}', '~~~~~~~~~~', []),
    ('{{ define "v/v1" }}', '~~~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{{ template "x" }}', '@@@@@@@@@@@@@@@@@@', []),
    ('{{ range $i, $e := list "v/v1" }}', '~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{{ else if eq .x "v/v1" }}', '~~~~~~~~~~~~~~~~~~~~~~~~~~', []),
    ('{{ else }}', '~~~~~~~~~~', []),
    ('{{ with "v/v1" }}', '~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{{ block "x" . }}', '~~~~~~~~~~~~~~~~~', []),
    ('{{ break }}', '~~~~~~~~~~~', []),
    ('{{ .x', '{{ .x', []),
    ('{{ .x\n}} a', '@@@@@\n@@ a', []),
    ('a {{ }} b', 'a @@@@@ b', []),
    ('a {{ { } }} b', 'a @@@@@@@@@ b', []),
    ('a }} b', 'a }} b', []),
    ('{% if x %} a', '~~~~~~~~~~ a', []),
    ('{%- set v = "v/v1" -%}', '~~~~~~~~~~~~~~~~~~~~~~', ['v/v1']),
    ('{% x', '{% x', []),
    ('{% "%}" %} a', '~~~~~~~~~~ a', ['%}']),
    ('{# v/v1 #} a', '~~~~~~~~~~ a', []),
    ('{# v/v1', '{# v/v1', []),
    ('a {#b} c', 'a {#b} c', []),
    ('${#x} a', '@@@@@ a', []),
    ('${x} a', '@@@@ a', []),
    ('${if} a', '@@@@@ a', []),
    ('{{ ${ "} a', '{{ @@@@@ a', []),
    ('${x:-v/v1} a', '@@@@@@@@@@ a', ['v/v1']),
    ('${x:=v/v1} a', '@@@@@@@@@@ a', ['v/v1']),
    ('${x-v/v1}', '@@@@@@@@@', ['v/v1']),
    ('${x:+v/v1}', '@@@@@@@@@@', ['v/v1']),
    ('${x:-"v/v1"}', '@@@@@@@@@@@@', ['v/v1', '"v/v1"']),
    ('${x == "v/v1"}', '@@@@@@@@@@@@@@', []),
    ('${x:-a-b}', '@@@@@@@@@', []),
    ('${x', '${x', []),
    ('${x\n}', '${x\n}', []),
    ('${a:-${b:-v/v1}}', '@@@@@@@@@@@@@@@@', ['v/v1']),
    ('${x["}"]}', '@@@@@@@@@', []),
    ('$x a', '$x a', []),
    ('$${x} a', '$@@@@ a', []),
    ('%{ if x } a', '~~~~~~~~~ a', []),
    ('%{ x', '%{ x', []),
    ('%{ if x == "}" } a', '~~~~~~~~~~~~~~~~ a', []),
    ('<%= "v/v1" %> a', '@@@@@@@@@@@@@ a', ['v/v1']),
    ('<% if x %> a', '~~~~~~~~~~ a', []),
    ('<%- "v/v1" -%>', '~~~~~~~~~~~~~~', ['v/v1']),
    ('<%# v/v1 %> a', '~~~~~~~~~~~ a', []),
    ('<%# { v/v1 %> a', '~~~~~~~~~~~~~ a', []),
    ('{{ .x if }} a', '@@@@@@@@@@@ a', []),
    ('${x{y} ${z}\n', '${x{y} ${z}\n', []),
    ('a: "b # {{ .x }}" c\nd: 1', 'a: "b # @@@@@@@@" c\nd: 1', []),
    ('# #{{ .x\n}} a', '        \n~~ a', []),
    ('<% x', '<% x', []),
    ('<%= "%>" %> a', '@@@@@@@@@@@ a', ['%>']),
    ('(( grab x )) a', '@@@@@@@@@@@@ a', []),
    ('(( "v/v1" )) a', '@@@@@@@@@@@@ a', ['v/v1']),
    ('((x', '((x', []),
    ('$((x)) a', '$((x)) a', []),
    ('x((y)) a', 'x((y)) a', []),
    ('((("v/v1")))', '@@@@@@@@@@@)', ['v/v1']),
    ('#@ v = "v/v1"', '~~~~~~~~~~~~~', ['v/v1']),
    ('a: #@ "v/v1"', 'a: @@@@@@@@@', ['v/v1']),
    ('a: 1\n  #@ if x:', 'a: 1\n  ~~~~~~~~', []),
    ('\n  #@ if x:', '\n  ~~~~~~~~', []),
    ('  #@ if x:', '  ~~~~~~~~', []),
    ('a: 1 #@ x\nb: 2', 'a: 1 @@@@\nb: 2', []),
    ('#! v/v1', '       ', []),
    ('#@ "a\nb: 1', '~~~~~\nb: 1', []),
    ('a {{ .x }}{{ if .y }}c{{ end }} d', 'a @@@@@@@@~~~~~~~~~~~c~~~~~~~~~ d', []),
    ('{{ if .x }}\n\n{{ end }}', '~~~~~~~~~~~\n\n~~~~~~~~~', []),
    ('{{ .x\n | y }}: z', '@@@@@\n@@@@@@@: z', []),
    ('"a # b {{ "c" }} # d"', '"a # b @@@@@@@@@ # d"', []),
    ('x: "a" # b', 'x: "a"    ', []),
    ('x: "a {{ "b # c" }} # d" # e', 'x: "a @@@@@@@@@@@@@ # d"    ', []),
    ("a: 'it''s' # b", "a: 'it''s'    ", []),
    ('a # {{ x }}\nb: {{ y }}', 'a          \nb: @@@@@@@', []),
    ('a # {{ x\nb }} c', 'a       \n~~~~ c', []),
    ('{{ x "a }} b', '@@@@@@@@@@ b', []),
    ("{{ x 'a }} b", '@@@@@@@@@@ b', []),
    ('{{ x `a }} b', '@@@@@@@@@@ b', []),
    ('{{ "a" "b }} c', '@@@@@@@@@@@@ c', ['a']),
    ('{{ "a\\\\" }} b', '@@@@@@@@@@@ b', ['a\\\\']),
    ('{{ ("a") ["b"] {"c"} }} d', '@@@@@@@@@@@@@@@@@@@@@@@ d', ['a', 'b', 'c']),
    ('{{ ( }} d', '@@@@@@@ d', []),
    ('{{ ] }} d', '@@@@@@@ d', []),
    ('{{ } }} d', '@@@@@@@ d', []),
    ('{{ {"a": {"b": 1}} }} d', '@@@@@@@@@@@@@@@@@@@@@ d', ['a', 'b']),
    ('a#{{ .x }}', 'a#@@@@@@@@', []),
    ('"#{{ .x }}"', '"#@@@@@@@@"', []),
    ('# a #{{ .x }}', '             ', []),
    ('a: #@ x\n{{ .y }}', 'a: @@@@\n@@@@@@@@', []),
    (' #@ x\n#@ y', ' ~~~~\n~~~~', []),
    ('x#@ y', 'x#@ y', []),
    ('x #@ "a" # b', 'x @@@@@@@@@@', ['a']),
    ('#@ "a # b', '~~~~~~~~~', []),
    ('a ${x#"v/v1"} b', 'a @@@@@@@@@@@ b', ['v/v1']),
    ('a \n # b {{ if\n .x }} c', 'a \n          \n~~~~~~ c', []),
    ('{{ x }}{# a #}{% b %}<%# c %>', '@@@@@@@~~~~~~~~~~~~~~~~~~~~~~', []),
    ('{{#a}}', '@@@@@@', []),
    ('<%#', '<%#', []),
    ('((  "a/v1"  ))', '@@@@@@@@@@@@@@', ['a/v1']),
    ('{{ /* a }} b', '{{ /* a }} b', []),
    ('{{- end}}# a', '~~~~~~~~~   ', []),
    ('{{ a "/v" }} b', '@@@@@@@@@@@@ b', ['/v']),
    ('{% a "/v" %} b', '~~~~~~~~~~~~ b', ['/v']),
    ('${a "/v"} b', '@@@@@@@@@ b', ['/v']),
    ('{{ a/b }} c', '@@@@@@@@@ c', []),
    ('{{ a \\" }} c', '@@@@@@@@@@ c', []),
    ('{{ if "/v1" }} c', '~~~~~~~~~~~~~~ c', []),
    ('{{ ~ if x }} c', '~~~~~~~~~~~~ c', []),
    ('{{= x }} c', '@@@@@@@@ c', []),
    ('{{ if x }}"{{ end }}# b', '~~~~~~~~~~"~~~~~~~~~# b', []),
    ('x: "a\n# b', 'x: "a\n   ', []),
    ('é: {{ .x }} # é', 'é: @@@@@@@@     ', []),
]  # fmt: skip
"""A text; the same painted over, with `@` for what may put something out and `~` for what only controls; its strings."""

EXPRESSIONS: list[tuple[str, str, list[str]]] = [
    ('"a" "b"', '', ['a', 'b']),
    ('print "a" | quote', '', ['a']),
    ('gsub("a", "b") "c"', '', ['b', 'c']),
    ('x "a\n y "b"', '', ['b']),
    ('with eq .x "a"', 'c', []),
    ('range index .x "a"', 'c', []),
    ('eq .x "a" | ternary "b" "c"', '', ['b', 'c']),
    ('"a" | eq .x | ternary "b" "c"', '', ['b', 'c']),
    ('"a" | print | eq "b"', '', []),
    ('"a" | hasPrefix "b"', '', []),
    ('default "a" (eq "b" "c")', '', ['a']),
    ('(eq "a" "b") "c"', '', ['c']),
    ('(print "a") "b" | eq .x', '', []),
    ('ternary "a" "b" (has "c" (list "d" "e"))', '', ['a', 'b']),
    ('index (dict "a" "b") "c"', '', []),
    ('.APIVersions.Has "a"', '', []),
    ('$.Capabilities.APIVersions.Has("a")', '', []),
    ('not (.Has "a")', '', []),
    ('_x.version("a")', '', []),
    ('$x.version("a")', '', []),
    ('.Hash "a"', '', ['a']),
    ('x.Has "a" | ternary "b" "c"', '', ['b', 'c']),
    ('if "a"', 'c', []),
    ('if eq "a" "b"', 'c', []),
    ('else if "a"', 'c', []),
    ('else if "a" else "b"', 'c', []),
    ('x else if "a"', '', []),
    ('x else if "a" else "b"', '', ['b']),
    ('else x if "a"', 'c', []),
    ('elseif "a"', '', ['a']),
    ('else "a"', 'c', ['a']),
    ('"a" if x == "b" else "c"', '', ['a', 'c']),
    ('"a" if "b"', '', ['a']),
    ('"a" unless "b"', '', ['a']),
    ('x if y', '', []),
    ('x = "a"', 'a', ['a']),
    ('x == "a"', '', []),
    ('x = y == "a"', 'a', []),
    ('x := eq "a" "b"', 'a', []),
    ('x := "a"', 'a', ['a']),
    ('$x := "a"', 'a', ['a']),
    ('$x = "a"', 'a', ['a']),
    ('if $x := "a"', 'ca', ['a']),
    ('if $x = "a"', 'c', []),
    ('with $x := "a"', 'ca', ['a']),
    ('a b = "c"', '', ['c']),
    ('if x y = "a"', 'c', []),
    ('x ? "a" : "b"', '', ['a', 'b']),
    ('"a" == x ? "b" : "c"', '', ['b', 'c']),
    ('"a" ? "b" : "c"', '', ['b', 'c']),
    ('x && "a" || "b"', '', ['a', 'b']),
    ('"a" == x || "b"', '', ['b']),
    ('x or "a"', '', ['a']),
    ('x and "a"', '', ['a']),
    ('x, "a"', '', ['a']),
    ('f(x, "a")', '', ['a']),
    ('f(x == "a", "b")', '', ['b']),
    ('eq("a", "b")', '', []),
    ('startswith("a")', '', []),
    ('x.startswith("a")', '', []),
    ('x.y.startswith("a") or "b"', '', ['b']),
    ('x startswith ("a")', '', ['a']),
    ('start_with?("a")', '', []),
    ('x.start_with? "a"', '', ['a']),
    ('key?("a")', '', []),
    ('y["a"]', '', []),
    ('y ["a"]', '', ['a']),
    ('["a"]', '', ['a']),
    ('x["a"]["b"]', '', []),
    ('f(x)["a"]', '', []),
    ('{"a": "b"}', '', ['a', 'b']),
    ('for x in ["a"]', '', ['a']),
    ('for x in "a"', '', ['a']),
    ('x in ["a"]', '', []),
    ('"a" in x', '', []),
    ('"a" is x', '', []),
    ('x is "a"', '', []),
    ('x is match("a")', '', []),
    ('x < "a"', '', []),
    ('x <= "a"', '', []),
    ('x > "a"', '', []),
    ('x >= "a"', '', []),
    ('x =~ "a"', '', []),
    ('x !~ "a"', '', []),
    ('x != "a"', '', []),
    ('x; "a"', '', ['a']),
    ('x == "a"; "b"', '', ['b']),
    ('do "a"', '', ['a']),
    ('x == "a" then "b"', '', ['b']),
    ('case "a"', 'c', []),
    ('when "a"', 'c', []),
    ('while "a"', 'c', []),
    ('until "a"', 'c', []),
    ('elsif "a"', 'c', []),
    ('unless "a"', 'c', []),
    ('replace "a" "b"', '', ['b']),
    ('replace "a" "b" "c"', '', ['b', 'c']),
    ('x | replace "a" "b"', '', ['b']),
    ('x.replace("a", "b")', '', ['b']),
    ('x | replace("a", "b")', '', ['b']),
    ('x.gsub("a", "b")', '', ['b']),
    ('sub "a" "b"', '', ['b']),
    ('regexReplaceAll "a" x "b"', '', ['b']),
    ('regex_replace("a", "b")', '', ['b']),
    ('printf "%s" "a"', '', ['%s', 'a']),
    ('"\\"a"', '', ['\\"a']),
    ("'a\\'b'", '', ["a\\'b"]),
    ('`a\\`', '', ['a\\']),
    ('"a', '', []),
    ("'a", '', []),
    ('"a" \'b\' `c`', '', ['a', 'b', 'c']),
    ('/* "a" */ "b"', '', ['b']),
    ('"a" /* b */', '', ['a']),
    ('range "a"', 'c', ['a']),
    ('define "a"', 'c', ['a']),
    ('fail "a"', '', []),
    ('semverCompare "a" "b" | ternary "c" "d"', '', ['c', 'd']),
    ('.a.eq "a"', '', ['a']),
    ('.eq "a"', '', ['a']),
    ('eqq "a"', '', ['a']),
    ('x eq "a"', '', ['a']),
    ('(x eq "a")', '', ['a']),
    ('| eq "a"', '', []),
    ('x | "a"', '', ['a']),
    ('x |eq "a"', '', []),
    ('x | default "a" | eq "b"', '', []),
    ('x ~ "a"', '', ['a']),
    ('x + "a"', '', ['a']),
    ('x - "a"', '', ['a']),
    ('1 "a"', '', ['a']),
    ('@x "a"', '', ['a']),
    ('_x("a")', '', ['a']),
    ('$x("a")', '', ['a']),
    ('("a")("b")', '', ['a', 'b']),
    ('x ["a" "b"', '', ['a', 'b']),
    ('(x', '', []),
    ('\\"a"', '', []),
    ('é "a"', '', ['a']),
    ('include "a" . | eq "b"', '', []),
    ('ne "a" "b"', '', []),
    ('tpl "a" .', '', ['a']),
    ('contains "a" "b"', '', []),
    ('x contains "a"', '', ['a']),
    ('splitList "a" "b"', '', ['a', 'b']),
    ('get .x "a"', '', []),
]  # fmt: skip
"""An expression; `c` if it only controls, `a` if it assigns; the strings that it may put out."""


def painted(text: str) -> tuple[str, list[str]]:
    found = paint(text.encode())
    strings = [text.encode()[start:end].decode() for start, end in found.strings]
    return found.text.replace(b"\0", b"@").replace(b"\1", b"~").decode(), strings


def read(text: str, close: str = "}}", *, one_line: bool = False) -> Expression:
    return Expression(text.encode(), 0, close.encode(), {}, one_line=one_line)


def outputs(text: str) -> list[str]:
    return [text.encode()[start:end].decode() for start, end in read(f"{text} }}}}").outputs]


@pytest.mark.parametrize(("text", "want", "strings"), PAINTED, ids=[ascii(row[0]) for row in PAINTED])
def test_what_is_not_text_is_painted_over(text: str, want: str, strings: list[str]) -> None:
    assert painted(text) == (want, strings)
    quick = template_marks._Painter._easily
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template_marks._Painter, "_easily", lambda self, at: self._action(at.group()[:2], at.start()))
        assert painted(text)[0] == want
    assert template_marks._Painter._easily is quick


@pytest.mark.parametrize(("text", "sorts", "strings"), EXPRESSIONS, ids=[ascii(row[0]) for row in EXPRESSIONS])
def test_strings_that_an_expression_may_put_out(text: str, sorts: str, strings: list[str]) -> None:
    found = read(f"{text} }}}} rest")
    assert ("c" if found.control else "") + ("a" if found.assigns else "") == sorts
    assert outputs(text) == strings
    assert found.end == len(text.encode()) + 3


@pytest.mark.parametrize("word", ["if", "elif", "elsif", "unless", "until", "when", "while", "case"])
def test_a_condition_puts_nothing_out(word: str) -> None:
    assert (read(f'{word} "a" }}}}').control, outputs(f'{word} "a"'), outputs(f'"a" {word} "b"')) == (True, [], ["a"])


@pytest.mark.parametrize("word", ["else", "end", "range", "with", "define", "block", "break", "continue"])
def test_a_word_that_controls_may_put_out_what_follows(word: str) -> None:
    assert (read(f'{word} "a" }}}}').control, outputs(f'{word} "a"')) == (True, ["a"])
    text = f"{{{{ {word} }}}}{{{{- {word}}}}}"
    assert painted(text) == ("~" * len(text), [])
    assert not read(f"x {word} }}}}").control


@pytest.mark.parametrize("sign", ["==", "!=", "=~", "!~", "<", ">", "<=", ">=", "is", "in"])
def test_what_is_compared_is_not_put_out(sign: str) -> None:
    assert outputs(f'"a" {sign} "b", "c"') == ["c"]
    assert outputs(f'x[y {sign} "b"]') == []


@pytest.mark.parametrize("sign", ["||", "&&", "or", "and", "?", ":", ",", ";", "do", "then"])
def test_what_stands_behind_a_comparison_is(sign: str) -> None:
    assert outputs(f'x == "a" {sign} "b"') == ["b"]


@pytest.mark.parametrize(
    "name",
    [
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "deepEqual",
        "semver",
        "semverCompare",
        "has",
        "mustHas",
        "hasKey",
        "hasPrefix",
        "hasSuffix",
        "contains",
        "regexMatch",
        "mustRegexMatch",
        "index",
        "get",
        "unset",
        "pick",
        "omit",
        "kindIs",
        "typeIs",
        "trimPrefix",
        "trimSuffix",
        "fail",
    ],
)
def test_what_a_command_asks_about_is_not_put_out(name: str) -> None:
    assert outputs(f'{name} "a" "b"') == outputs(f'{name}("a", "b")') == outputs(f'"a" | {name} "b"') == []
    assert outputs(f'x := {name} "a"') == []
    assert outputs(f'({name} "a") "b"') == ["b"]


@pytest.mark.parametrize(
    "name",
    [
        "startswith",
        "endswith",
        "startsWith",
        "endsWith",
        "start_with?",
        "end_with?",
        "include?",
        "includes",
        "strcontains",
        "version",
        "version_compare",
        "count",
        "find",
        "match",
        "match?",
        "search",
        "regex",
        "regex_search",
        "key?",
        "has_key?",
    ],
)
def test_what_a_call_asks_about_is_not_put_out(name: str) -> None:
    assert outputs(f'{name}("a", "b")') == outputs(f'x.{name}("a")') == []
    assert outputs(f'{name} "a"') == ["a"]


@pytest.mark.parametrize(
    "name",
    ["replace", "regexReplaceAll", "regexReplaceAllLiteral", "mustRegexReplaceAll", "regex_replace", "sub", "gsub"],
)
def test_what_is_replaced_is_not_put_out(name: str) -> None:
    assert outputs(f'{name} "a" "b"') == outputs(f'x.{name}("a", "b")') == ["b"]


@pytest.mark.parametrize(
    ("text", "close", "one_line"),
    [("x", "}}", False), ("x\n}}", "}}", True), ("/* }}", "}}", False), ("{a}}", "}}", False), ("(" * 102 + "}}", "}}", False)],
)  # fmt: skip
def test_what_never_closes_is_text(text: str, close: str, one_line: bool) -> None:
    with pytest.raises(UnclosedError):
        read(text, close, one_line=one_line)


@pytest.mark.parametrize(
    ("text", "close", "end"),
    [("(" * 100 + "}}", "}}", 102), ("{a}}}", "}}", 5), ("x\n", "\n", 2), ("x", "\n", 1), ('"}}', "}}", 3), ("a } b", "}", 3), ("x %} y", "%}", 4)],
)  # fmt: skip
def test_an_expression_ends_at_its_mark(text: str, close: str, end: int) -> None:
    assert read(text, close).end == end


@pytest.mark.parametrize(("quote", "dead"), [("'", 5), ('"', 5), ("`", 13)])
def test_a_quote_that_never_closes_is_looked_for_once(quote: str, dead: int) -> None:
    found: dict[bytes, int] = {}
    Expression(f"a {quote} b\n c }}}} d".encode(), 0, b"}}", found, one_line=False)
    assert found == {quote.encode(): dead}
    text = f"a {quote}b{quote} }}}}".encode()
    assert not Expression(text, 0, b"}}", {quote.encode(): 6}, one_line=False).outputs
    assert Expression(text, 0, b"}}", {quote.encode(): 2}, one_line=False).outputs == [(3, 4)]
