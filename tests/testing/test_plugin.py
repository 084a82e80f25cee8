"""The pytest plugin: a function, or an entry of an ini list, becomes one test per law and choice of versions."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

# Imported here, for pytester forgets what is imported while it runs.
from kconv.testing import Subject, blame, checking, decorator, laws, lossless, subjects  # noqa: F401

pytest_plugins = "pytester"

WIDGET = """
import dataclasses
from kconv.engine import Kind
from kconv.rules import Move
from kconv.testing.builtin import declared
from kconv.testing.shape import of_schemas

def of(**fields):
    return {"type": "object", "properties": fields}

SIZE = {"type": "integer"}
SCHEMAS = {"example.com/v1": of(spec=of(size=SIZE)), "example.com/v2": of(spec=of(resources=of(size=SIZE)))}
KIND = Kind("Widget", hub="example.com/v2", spokes={"example.com/v1": [Move("spec.size", "spec.resources.size")]})
GOOD = declared(KIND, of_schemas("Widget", SCHEMAS))

def lossy(obj, to):
    obj = GOOD.convert(obj, to)
    if to.endswith("v2") and isinstance(obj.get("spec"), dict) and "resources" in obj["spec"]:
        obj = {**obj, "spec": {key: obj["spec"][key] for key in obj["spec"] if key != "resources"}}
    return obj

LOSSY = dataclasses.replace(GOOD, convert=lossy)
"""
LOSES = """
import kconv.testing
import widget

@kconv.testing.lossless(widget.LOSSY, only=["spoke-hub-spoke", "edits-win"], examples=30)
def test_widget():
    "A widget."
"""
LEG = "spoke-hub-spoke-example.com/v1-example.com/v2"


@pytest.fixture
def widget(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with a module `widget` to import, and no setting from outside."""
    for name in ("KCONV_SEED", "KCONV_EXAMPLES", "PYTEST_ADDOPTS", "CI", "BUILD_NUMBER"):  # where pytest tells more
        monkeypatch.delenv(name, raising=False)
    pytester.makepyfile(widget=WIDGET)
    pytester.syspathinsert()
    return pytester


def ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_a_function_is_one_test_for_each_law_and_choice_of_versions(widget: pytest.Pytester) -> None:
    widget.makepyfile("import kconv.testing\n\n@kconv.testing.lossless('IngressClass')\ndef test_it(): ...\n")
    subject = subjects.subject_of(kind="IngressClass")
    wanted = [f"{law.name}-{'-'.join(legs)}" for law in laws.every() for legs in law.legs(subject)]
    name = "test_a_function_is_one_test_for_each_law_and_choice_of_versions.py::test_it"
    found = ids(widget.runpytest("--collect-only", "-q"))
    assert found == [f"{name}[{each}]" for each in wanted]
    assert f"{name}[spoke-hub-spoke-networking.k8s.io/v1beta1-networking.k8s.io/v1]" in found
    assert len(ids(widget.runpytest("--collect-only", "-q", "-k", "path-independence or order"))) == 2
    widget.runpytest(found[0], "--kconv-examples=3").assert_outcomes(passed=1)


def test_a_failure_says_all_that_is_to_be_known_and_shows_no_traceback(widget: pytest.Pytester) -> None:
    file = widget.makepyfile(LOSES).name
    result = widget.runpytest("--kconv-seed=7")
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            "kconv: 3 trials, --kconv-seed 7",
            f"*__ test_widget?{LEG}? __*",
            "spoke-hub-spoke: An object that is converted to another version and back is unchanged.",
            "  it does not come back from example.com/v2 as it was",
            "  leg: example.com/v1 → example.com/v2 → example.com/v1",
            "  spec.size (in the hub spec.resources.size): 1 is gone",
            "    touched by: * spec.resources.size *",
            "  the smallest object that shows it:",
            "    apiVersion: example.com/v1",
            "    kind: Widget",
            "    spec:",
            "      size: 1",
            "  seed: 7",
            f"  again: python -m pytest '{file}::test_widget[[]{LEG}]' --kconv-seed 7",
            "*__ test_widget?edits-win-example.com/v2-example.com/v1? __*",
            "  with these edits:",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "def test" not in result.stdout.str()


@pytest.mark.full
def test_the_command_that_a_failure_shows_shows_the_same_failure(widget: pytest.Pytester) -> None:
    widget.mkdir("below").joinpath("test_b.py").write_text(LOSES, encoding="utf-8")
    first = widget.runpytest("--kconv-examples=40", "below")
    commands = [line.split("again: ")[1] for line in first.outlines if "again: " in line]
    assert len(commands) == 3
    for command in commands:
        words = shlex.split(command)
        assert words[:3] == ["python", "-m", "pytest"]
        assert set(widget.runpytest(*words[3:]).outlines) >= set(_shown(first, command))


def _shown(result: pytest.RunResult, command: str) -> list[str]:
    """The report of the failure that ends with a command."""
    end = next(at for at, line in enumerate(result.outlines) if line.endswith(command))
    start = max(at for at in range(end) if result.outlines[at].startswith("____"))
    return result.outlines[start + 1 : end + 1]


def test_from_another_folder_the_command_names_the_file_as_it_is_seen_from_there(widget: pytest.Pytester) -> None:
    widget.makeini("[pytest]\n")
    file = widget.makepyfile(LOSES)
    (below := widget.mkdir("below")).joinpath("conftest.py").touch()
    widget.chdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(below)
        result = widget.runpytest(f"../{file.name}", "-k", LEG)
    result.stdout.fnmatch_lines(["*again: python -m pytest '../test_from*"])


COUNTS = """
import kconv.testing
import widget

seen = []

def counted(obj, to):
    seen.append(obj)
    return widget.GOOD.convert(obj, to)

@kconv.testing.lossless(
    "Widget", convert=counted, schemas=widget.SCHEMAS, only=["determinism"]{more}
)
def test_widget(): ...

def test_end():
    print("drawn", len(seen) // 4, "first", hash(str(seen)))
"""
EXAMPLES = {
    "by default": ("", "", [], "", 200),
    "ini": ("", "kconv_examples = 30", [], "", 30),
    "decorator over ini": (", examples=20", "kconv_examples = 30", [], "", 20),
    "environment over decorator": (", examples=20", "", [], "11", 11),
    "option over environment": (", examples=20", "", ["--kconv-examples=5"], "11", 5),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_number_of_examples_is_the_nearest_that_was_said(
    widget: pytest.Pytester, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more, ini, options, environment, wanted = EXAMPLES[name]
    widget.makeini(f"[pytest]\n{ini}\n")
    widget.makepyfile(COUNTS.replace("{more}", more))
    monkeypatch.setenv("KCONV_EXAMPLES", environment)
    widget.runpytest("-s", *options).stdout.fnmatch_lines([f"*drawn {wanted} *"])


@pytest.mark.full
def test_a_seed_gives_the_same_objects_whoever_says_it_and_without_one_there_are_others(
    widget: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget.makepyfile(COUNTS.replace("{more}", ""))

    def objects(*options: str) -> str:
        return re.search(r"first (-?\d+)", widget.runpytest("-s", *options).stdout.str())[1]

    one = objects("--kconv-seed=3")
    assert objects("--kconv-seed=3") == one
    assert objects() != one
    assert objects() != objects()
    monkeypatch.setenv("KCONV_SEED", "3")
    assert objects() == one
    assert objects("--kconv-seed=4") != one


WRONG_NUMBERS = {
    "a seed in words": ("", [], {"KCONV_SEED": "seven"}, "$KCONV_SEED is a number, not 'seven'"),
    "a number in words": ("", [], {"KCONV_EXAMPLES": "1e3"}, "$KCONV_EXAMPLES is a number, not '1e3'"),
    "nothing asked for": ("", [], {"KCONV_EXAMPLES": "0"}, "$KCONV_EXAMPLES is 0: nothing would be tried"),
    "an option for nothing": ("", ["--kconv-examples", "0"], {}, "--kconv-examples is 0: nothing would be tried"),
    "an option for less": ("", ["--kconv-examples", "-3"], {}, "--kconv-examples is -3: nothing would be tried"),
    "an ini file for nothing": ("kconv_examples = 0", [], {}, "kconv_examples is 0: nothing would be tried"),
    "an ini file in words": ("kconv_examples = all", [], {}, "kconv_examples is a number, not 'all'"),
}


@pytest.mark.parametrize("name", WRONG_NUMBERS)
def test_a_number_that_is_none_or_asks_for_nothing_is_an_error(
    widget: pytest.Pytester, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ini, options, variables, told = WRONG_NUMBERS[name]
    widget.makeini(f"[pytest]\n{ini}\n")
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    result = widget.runpytest(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {told}"])


def test_without_tests_of_its_own_the_plugin_says_nothing(widget: pytest.Pytester) -> None:
    widget.makepyfile("def test_a(): ...")
    result = widget.runpytest()
    result.assert_outcomes(passed=1)
    assert not [line for line in result.outlines if "kconv" in line and "plugins:" not in line]


def test_marks_classes_and_fixtures_are_those_of_any_test(widget: pytest.Pytester) -> None:
    widget.makepyfile(
        """
        import pytest
        from kconv.testing import lossless

        ready = []

        @pytest.fixture(scope="session")
        def server():
            ready.append("server")

        def convert(obj, to):
            assert ready == ["server"]
            return {**obj, "apiVersion": to}

        NODE = {"type": "object", "properties": {"spec": {"type": "object"}}}
        WIDGET = dict(schemas={"a.io/v1": NODE, "a.io/v2": NODE}, convert=convert, only=["order"], examples=3)

        class TestWidget:
            @lossless("Widget", **WIDGET)
            def test_fixture(self, server): ...

            @pytest.mark.usefixtures("server")
            @lossless("Widget", **WIDGET)
            def test_mark(self): ...

        @pytest.mark.skip
        @lossless("Widget", **WIDGET)
        def test_skipped(): ...

        @lossless("Widget", **{**WIDGET, "convert": lambda obj, to: 1 / 0})
        @pytest.mark.xfail
        def test_expected(): ...
        """
    )
    widget.runpytest().assert_outcomes(passed=4, skipped=2, xfailed=2)


def test_the_function_is_not_called_and_keeps_its_name_and_docstring() -> None:
    @lossless("Ingress")
    def test_it() -> None:
        """What it is for."""
        raise AssertionError

    assert (test_it.__name__, test_it.__doc__) == ("test_it", "What it is for.")


def test_an_argument_that_there_is_not_is_told_at_once() -> None:
    with pytest.raises(TypeError, match="no argument kinds"):
        lossless("Ingress", kinds=1)  # type: ignore[call-arg]


def test_the_decorator_takes_what_a_check_takes_but_what_is_the_sessions() -> None:
    taken = set(checking.check.__annotations__) - {"return", "kind"}
    assert set(decorator._Arguments.__annotations__) == taken - {"seed", "failures"}


WRONG = {
    "no such kind": ("'Ingres'", "no kind that kconv has rules for is called Ingres"),
    "no such module": ("'nowhere:KIND'", "nowhere:KIND cannot be imported: No module named 'nowhere'"),
    "nothing of that name": ("'widget:KINDS'", "widget:KINDS cannot be imported: *has no attribute 'KINDS'"),
    "no kind": ("'widget:SIZE'", "widget:SIZE is neither a Kind nor a Subject, but dict"),
    "a subject and more": (
        "'widget:GOOD', hub='a/v1'",
        "a Subject defines everything itself: hub cannot be given beside it",
    ),
    "no such law": ("'Ingress', only=['ordre']", "no law is called 'ordre'"),
    "a law in one text": ("'Ingress', only='order'", "only is a list, not 'order'"),
    "no objects": ("'Ingress', examples=0", "examples is 0: nothing would be tried"),
    "a converter that is none": ("'Ingress', convert='convert'", "convert is 'convert', which cannot be called"),
}


@pytest.mark.full
@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_go_together_is_told_when_it_is_collected(widget: pytest.Pytester, name: str) -> None:
    given, told = WRONG[name]
    widget.makepyfile(f"import kconv.testing\n\n@kconv.testing.lossless({given})\ndef test_it(): ...\n")
    result = widget.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{told}*"])
    assert "Traceback" not in result.stdout.str()


def test_a_webhook_that_is_not_there_fails_each_test_in_two_lines(widget: pytest.Pytester) -> None:
    widget.makepyfile(
        """
        import widget
        from kconv.testing import lossless, webhook

        CONVERT = webhook("http://127.0.0.1:1/convert")

        @lossless("Widget", convert=CONVERT, schemas=widget.SCHEMAS, only=["spoke-hub-spoke", "size-budget"])
        def test_widget(): ...
        """
    )
    result = widget.runpytest()
    result.assert_outcomes(failed=4)
    said = [line for line in result.outlines if line.startswith("http://127.0.0.1:1/convert: it cannot be called: ")]
    assert len(said) == 4
    assert "Traceback" not in result.stdout.str()
    assert "smallest object" not in result.stdout.str()


EXEMPT = """
import kconv.testing
import widget

@kconv.testing.lossless(
    "Widget", convert=widget.lossy, schemas=widget.SCHEMAS, lossy={lossy}, only=["spoke-hub-spoke", "edits-win"], examples=5
)
def test_widget(): ...
"""
KNOWN, MENDED = ["spec.size: known", "spec.resources: known"], ["spec.gone: mended"]
UNUSED = "kconv: exempt, but nothing is lost there: spec.gone (test_known.py::test_widget)"


@pytest.mark.full
@pytest.mark.parametrize("workers", [[], ["-n2"]], ids=["one process", "two"])
def test_an_exemption_that_no_trial_needs_fails_the_run(widget: pytest.Pytester, workers: list[str]) -> None:
    if workers:
        pytest.importorskip("xdist")
    widget.makepyfile(test_known=EXEMPT.format(lossy=[*KNOWN, *MENDED]))
    result = widget.runpytest_subprocess(*workers)
    result.assert_outcomes(passed=4)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert [line for line in result.outlines if line.startswith("kconv: exempt")] == [UNUSED]


@pytest.mark.full
@pytest.mark.parametrize("some", [["-k", "edits-win"], ["-k", "v1-example"]])
def test_of_a_test_that_is_not_run_whole_nobody_knows_which_are_needed(
    widget: pytest.Pytester, some: list[str]
) -> None:
    widget.makepyfile(test_known=EXEMPT.format(lossy=[*KNOWN, *MENDED]))
    result = widget.runpytest_subprocess(*some)
    assert result.ret == pytest.ExitCode.OK
    assert "exempt" not in result.stdout.str()


@pytest.mark.full
def test_exemptions_that_are_needed_pass(widget: pytest.Pytester) -> None:
    widget.makepyfile(test_known=EXEMPT.format(lossy=KNOWN))
    assert widget.runpytest_subprocess().ret == pytest.ExitCode.OK


def _with_kinds(folder: pytest.Pytester, *kinds: str) -> None:
    folder.makeini("[pytest]\nkconv_examples = 3\nkconv_kinds =\n" + "".join(f"    {kind}\n" for kind in kinds))


def test_kinds_of_the_ini_file_are_tests_without_a_test_file(widget: pytest.Pytester) -> None:
    _with_kinds(widget, "IngressClass", "widget:LOSSY", "widget:GOOD")
    found = ids(widget.runpytest("--collect-only", "-q"))
    assert list(dict.fromkeys(each.partition("[")[0] for each in found)) == [
        f"tox.ini::{kind}" for kind in ("IngressClass", "widget:LOSSY", "widget:GOOD")
    ]


WHERE = {
    "nothing": ([], True),
    "this folder": (["."], True),
    "a folder below": (["below"], True),
    "folders": (["below", "more"], True),
    "a file": (["below/test_b.py"], False),
    "a folder and a file": (["below", "below/test_b.py"], False),
    "a test": (["below/test_b.py::test_b"], False),
    "tox.ini": (["tox.ini"], True),
    "a test of tox.ini": (["tox.ini::IngressClass[order-networking.k8s.io/v1beta1-networking.k8s.io/v1]"], True),
}


@pytest.mark.parametrize("where", WHERE)
def test_they_run_where_folders_are_run_and_where_they_are_named(widget: pytest.Pytester, where: str) -> None:
    given, added = WHERE[where]
    _with_kinds(widget, "IngressClass")
    widget.mkdir("more")
    widget.mkdir("below").joinpath("test_b.py").write_text("def test_b(): ...\n", encoding="utf-8")
    found = ids(widget.runpytest("--collect-only", "-q", *given))
    assert any(each.startswith("tox.ini::") for each in found) == added
    assert ("below/test_b.py::test_b" in found) == ("tox.ini" not in where)
    assert len(set(found)) == len(found)


def test_they_run_beside_testpaths(widget: pytest.Pytester) -> None:
    widget.makeini("[pytest]\nkconv_kinds = IngressClass\ntestpaths = below\n")
    widget.mkdir("below").joinpath("test_b.py").write_text("def test_b(): ...\n", encoding="utf-8")
    widget.runpytest("-k", "test_b or order", "--kconv-examples=2").assert_outcomes(passed=3, deselected=None)


def test_a_kind_of_the_ini_file_that_there_is_not_is_an_error(widget: pytest.Pytester) -> None:
    _with_kinds(widget, "Ingres")
    widget.runpytest().stdout.fnmatch_lines(["*no kind that kconv has rules for is called Ingres*"])


def test_kinds_without_an_ini_file_are_an_error(widget: pytest.Pytester) -> None:
    result = widget.runpytest("-o", "kconv_kinds=Ingress")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: kconv_kinds needs an ini file*"])


FOLDERS = {"ini": ("kconv_failures = kept", []), "option": ("", ["--kconv-save=kept"])}


@pytest.mark.full
@pytest.mark.parametrize("how", FOLDERS)
def test_failing_cases_are_kept_tried_first_and_told_when_they_pass(widget: pytest.Pytester, how: str) -> None:
    ini, options = FOLDERS[how]
    widget.makeini(f"[pytest]\n{ini}\n")
    widget.makepyfile(LOSES)
    first = widget.runpytest("-k", LEG, *options)
    files = list((widget.path / "kept").iterdir())
    assert len(files) == 1
    first.stdout.fnmatch_lines([f"  kept: {files[0]}"])

    again = widget.runpytest("-k", LEG, "--kconv-examples=1", *options)
    again.assert_outcomes(failed=1, deselected=2)
    again.stdout.fnmatch_lines([f"  kept: {files[0]}"])

    widget.makepyfile(widget=WIDGET + "\nLOSSY = GOOD\n")
    mended = widget.runpytest_subprocess("-k", LEG, *options)
    mended.assert_outcomes(passed=1, deselected=2)
    mended.stdout.fnmatch_lines([f"kconv: passes now, and stays until it is deleted: {files[0]}"])
    assert files[0].exists()


def test_a_damaged_case_is_an_error_with_its_line(widget: pytest.Pytester) -> None:
    widget.makepyfile(LOSES)
    widget.mkdir("kept").joinpath("a.yaml").write_text("law: order\nkind: [\n", encoding="utf-8")
    result = widget.runpytest("--kconv-save=kept")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*kept/a.yaml:3: cannot be read: *"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.full
def test_workers_draw_from_one_seed(widget: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    widget.makeini("[pytest]\nkconv_kinds = widget:LOSSY IngressClass\nkconv_examples = 10\nkconv_failures = kept\n")
    widget.makepyfile(LOSES)
    result = widget.runpytest_subprocess("-n2", "-k", "spoke-hub-spoke")
    result.assert_outcomes(failed=2, passed=1)
    assert len(set(re.findall(r"  seed: (\d+)", result.stdout.str()))) == 1
    assert len(list((widget.path / "kept").iterdir())) == 1


def test_pytest_loads_nothing_but_the_plugin(tmp_path: Path) -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import kconv.testing.plugin; "
        "print(*sorted(name for name in set(sys.modules) - before))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    own = ("amount", "decorator", "exemption_use", "plugin")
    assert out.split() == [
        "kconv",
        "kconv.errors",
        "kconv.records",
        "kconv.testing",
        *(f"kconv.testing.{name}" for name in own),
    ]
