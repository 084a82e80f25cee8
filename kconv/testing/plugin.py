"""pytest loads this in every run of an environment that has kconv, so it imports nothing before a test needs it.

A function under ``lossless`` becomes one test for each law and choice of versions; the ini list ``kconv_kinds`` stands
for such functions, and its tests are those of the ini file: ``pyproject.toml::Ingress[…]``.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pytest

from kconv.errors import KconvError
from kconv.testing import amount, exemption_use
from kconv.testing.decorator import ATTRIBUTE, FIXTURE, lossless

if TYPE_CHECKING:
    from kconv.testing.fixtures import Saved

_PASSING: Final = "kconv passes now"
_SEED: Final = "kconv_seed"
_KEPT: pytest.StashKey[tuple[Saved, ...]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """--kconv-seed, --kconv-examples, --kconv-save and what an ini file may say."""
    group = parser.getgroup("kconv", "kconv: conversions lose nothing")
    group.addoption("--kconv-seed", type=int, metavar="N", help="draw the same objects again ($KCONV_SEED)")
    group.addoption(
        "--kconv-examples", type=int, metavar="N", help=f"objects a trial, {amount.DEFAULT} ($KCONV_EXAMPLES)"
    )
    group.addoption("--kconv-save", metavar="DIR", help="keep failing cases here, and try them first")
    parser.addini("kconv_kinds", "kinds to check against all laws: names, or module:NAME", type="args", default=[])
    parser.addini("kconv_examples", "objects a trial", default="")
    parser.addini("kconv_failures", "folder in which failing cases are kept, to be tried first", default="")


def pytest_configure(config: pytest.Config) -> None:
    """One seed for the session, and for each worker of it; the ini file's tests where folders are run."""
    option = config.option
    _objects(option.kconv_examples, "--kconv-examples")
    if option.kconv_examples is None:
        said = _number(os.environ.get("KCONV_EXAMPLES"), "$KCONV_EXAMPLES")
        option.kconv_examples = _objects(said, "$KCONV_EXAMPLES")
    _objects(_ini_examples(config), "kconv_examples")
    if option.kconv_seed is None:
        option.kconv_seed = getattr(config, "workerinput", {}).get(_SEED)
    if option.kconv_seed is None:
        option.kconv_seed = _number(os.environ.get("KCONV_SEED"), "$KCONV_SEED")
    if option.kconv_seed is None:
        option.kconv_seed = int.from_bytes(os.urandom(4)) >> 1
    if config.getini("kconv_kinds"):
        if config.inipath is None:
            raise pytest.UsageError("kconv_kinds needs an ini file: its tests are named after it")
        folders = [Path(os.path.abspath(config.invocation_params.dir / arg)) for arg in config.args]  # noqa: PTH100
        inside = any(
            map(config.inipath.is_relative_to, folders)
        )  # it is found there, and pytest 8 drops it if said twice
        if not inside and all(map(Path.is_dir, folders)):
            config.args.append(str(config.inipath))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """pytest-xdist: every worker draws from the session's seed."""
    node.workerinput[_SEED] = node.config.option.kconv_seed


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The ini file as a module that has a test for each kind of its list."""
    kinds = parent.config.getini("kconv_kinds")
    if not kinds or file_path != parent.config.inipath:
        return None
    found = pytest.Module.from_parent(parent, path=file_path)
    found.obj = ModuleType("kconv_kinds")
    for kind in kinds:
        setattr(found.obj, kind, _test_of(kind, file_path))
    return found


def _test_of(kind: str, file: Path) -> Callable[..., None]:
    def test() -> None: ...

    test.__code__ = test.__code__.replace(co_filename=str(file), co_firstlineno=1)
    test.__name__ = test.__qualname__ = kind
    test.__test__ = True  # type: ignore[attr-defined]
    return lossless(kind)(test)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each law and choice of versions."""
    lossless_test = getattr(metafunc.function, ATTRIBUTE, None)
    if lossless_test is None:
        return
    try:
        trials = lossless_test.trials()
        _kept(metafunc.config)
    except KconvError as error:
        raise pytest.Collector.CollectError(str(error)) from error
    ids = ["-".join((law.name, *legs)) for law, legs in trials]
    metafunc.parametrize(FIXTURE, trials, ids=ids, indirect=True)


@pytest.fixture
def kconv_trial(request: pytest.FixtureRequest) -> Callable[[], None]:
    """What a test under kconv.testing.lossless does: try one law on one choice of versions."""
    from kconv.testing.unreachable import WebhookUnreachableError

    config = request.config
    lossless_test, (law, legs) = getattr(request.function, ATTRIBUTE), request.param

    def tried() -> None:
        examples = _first(config.option.kconv_examples, lossless_test.examples, _ini_examples(config), amount.DEFAULT)
        seed, kept, folder = config.option.kconv_seed, _kept(config), _folder(config)
        trial, lost = None, ""
        try:
            trial = lossless_test.tried(law, legs, examples=examples, seed=seed, kept=kept, folder=folder)
        except WebhookUnreachableError as error:
            lost = str(error)
        if trial is None:  # outside of the handler, whose error pytest would report a second time
            pytest.fail(lost, pytrace=False)
        request.node.user_properties += [(_PASSING, file) for file in trial.passing]
        if not trial.died:
            test, count = request.node.nodeid.removesuffix(f"[{request.node.callspec.id}]"), len(lossless_test.trials())
            said = exemption_use.use(lossless_test.subject, test, "-".join((law.name, *legs)), count)
            request.node.user_properties += said
        if trial.failure is not None:
            pytest.fail(f"{trial.details}\n  again: {_again(request.node.nodeid, config)}", pytrace=False)

    return tried


def pytest_report_collectionfinish(config: pytest.Config, items: list[pytest.Item]) -> str | None:
    """The seed, where there are tests that it is for."""
    count = sum(hasattr(getattr(item, "function", None), ATTRIBUTE) for item in items)
    return f"kconv: {count} trials, --kconv-seed {config.option.kconv_seed}" if count else None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """An exemption that nothing needs fails the run, as it does a check."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and session.exitstatus == pytest.ExitCode.OK and exemption_use.unused(_said(reporter)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Which kept cases pass now, and which exemptions nothing needs."""
    said = _said(terminalreporter)
    for file in sorted({file for name, file in said if name == _PASSING}):
        terminalreporter.write_line(f"kconv: passes now, and stays until it is deleted: {file}")
    for place in exemption_use.unused(said):
        terminalreporter.write_line(f"kconv: exempt, but nothing is lost there: {place}", red=True)


def _said(reporter: Any) -> list[tuple[str, Any]]:
    """What the trials of the session have said beside whether they passed."""
    reports = (report for held in reporter.stats.values() for report in held)
    return [each for report in reports for each in getattr(report, "user_properties", ())]


def _again(nodeid: str, config: pytest.Config) -> str:
    """The command that shows the same failure."""
    option = config.option
    file, colons, rest = nodeid.partition("::")
    test = os.path.relpath(config.rootpath / file, config.invocation_params.dir) + colons + rest
    words = ["python", "-m", "pytest", test, "--kconv-seed", str(option.kconv_seed)]
    if option.kconv_examples is not None:
        words += ["--kconv-examples", str(option.kconv_examples)]
    if option.kconv_save is not None:
        words += ["--kconv-save", option.kconv_save]
    return shlex.join(words)


def _folder(config: pytest.Config) -> str | None:
    """Where failing cases are kept: as the command line says it from here, or the ini file from where it is."""
    if config.option.kconv_save:
        return str(config.invocation_params.dir / config.option.kconv_save)
    named = config.getini("kconv_failures")
    return str((config.inipath.parent if config.inipath else config.rootpath) / named) if named else None


def _kept(config: pytest.Config) -> tuple[Saved, ...]:
    """The cases of that folder, read once. Raises KconvError."""
    if _KEPT not in config.stash:
        from kconv.testing.fixtures import saved

        config.stash[_KEPT] = saved(_folder(config))
    return config.stash[_KEPT]


def _ini_examples(config: pytest.Config) -> int | None:
    return _number(config.getini("kconv_examples"), "kconv_examples")


def _number(text: str | None, name: str) -> int | None:
    try:
        return amount.number(text, name)
    except KconvError as error:
        raise pytest.UsageError(str(error)) from error


def _objects(count: int | None, name: str) -> int | None:
    try:
        return None if count is None else amount.objects(count, name)
    except KconvError as error:
        raise pytest.UsageError(str(error)) from error


def _first(*numbers: int | None) -> int:
    return next(number for number in numbers if number is not None)
