"""Flags that several commands share, and how flags and settings together become one request."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kconv.cli import suggest
from kconv.cli.common_flags import release
from kconv.cli.declare import argument, option
from kconv.cli.screen import err
from kconv.errors import UsageError
from kconv.manifests.globs import Globs
from kconv.names import GroupVersion, Release
from kconv.pipeline.migrate import Options
from kconv.records import NamedTuple
from kconv.report import formats
from kconv.settings import Settings, closest, find

if TYPE_CHECKING:
    from kconv.kinds.registry import Kinds

DEFAULTS = ("preserve", "none", "all")

paths = argument("paths", nargs=-1, metavar="[PATH]...", file=True)
target = release("--target", "The Kubernetes release to target: 1.32, v1.32.3 or latest.")
deprecated = option(
    "--deprecated", is_flag=True, help="Also migrate versions that the release deprecates but still serves."
)
format_ = option(
    "--format",
    "format_",
    choices=formats.names(),
    default=formats.DEFAULT,
    show_default=True,
    help="The format of the report.",
)
include = option("--include", multiple=True, metavar="GLOB", help="Read only files that match; repeatable.")
exclude = option("--exclude", multiple=True, metavar="GLOB", help="Skip files that match; repeatable.")
jobs, jobs_or_cores = (
    option(
        "-j",
        "--jobs",
        number=True,
        least=0,
        default=most,
        show_default=True,
        help="The number of processes; 0 means one per core.",
    )
    for most in (1, 0)
)
defaults = option(
    "--defaults",
    choices=DEFAULTS,
    default="preserve",
    show_default=True,
    help="Which defaults to write: those that differ between the versions, none, or all.",
)
decide = option(
    "--decide",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=suggest.answers,
    help="Answer a question from the report; repeatable.",
)
stash = option("--stash", is_flag=True, help="Keep in an annotation what the new version cannot represent.")
quiet = option("-q", "--quiet", is_flag=True, help="Report only what requires attention.")
verbose = option("-v", "--verbose", is_flag=True, help="Also report what is unchanged, skipped or not read.")


class Request(NamedTuple):
    """The options that flags and settings result in."""

    options: Options
    include: Globs
    exclude: Globs


def request(
    paths: Sequence[str], flags: Mapping[str, Any], *, preferred: bool = False, named: str = "--target"
) -> Request:
    """Flags, and the settings beside the paths, or in the current folder for standard input; flags win.

    ``preferred`` selects the preferred version of each kind, of the latest release unless another is given; ``named``
    is the flag that gives one.
    """
    settings = _settings(paths)
    to = GroupVersion.parse(flags["to"]) if flags.get("to") is not None else None
    answers = decisions(flags["decide"], settings) if "decide" in flags else {}
    kinds = _kinds(flags.get("resources", ()), settings)
    _check_paths(settings, kinds)
    return Request(
        Options(
            target=None if to else _release(flags.get("target"), settings, named="" if preferred else named),
            to=to,
            preferred=preferred and to is None,
            deprecated=flags.get("deprecated", False),
            defaults=flags.get("defaults", "preserve"),
            decisions=answers,
            leave_out=frozenset(settings.leave_out_defaults),
            stash=flags.get("stash", False),
            kinds=kinds,
        ),
        include=_globs(flags["include"], settings.include, settings),
        exclude=_globs(flags["exclude"], settings.exclude, settings),
    )


def _settings(paths: Sequence[str]) -> Settings:
    """The settings of all paths. Raises UsageError where they have different ones: a run has one target."""
    first, *others = [find(path) for path in dict.fromkeys(map(_folder, paths))]
    for other in others:
        if other.file != first.file:
            one, two = (f"settings in {each.file}" if each.file else "no settings" for each in (first, other))
            raise UsageError(f"some paths have {one}, others {two}", hint="run kconv once for each of them")
    return first


def _folder(path: str) -> str:
    if path == "-":
        return "."
    return path if os.path.isdir(path) else os.path.dirname(path) or "."


def _globs(flag: tuple[str, ...], setting: tuple[str, ...], settings: Settings) -> Globs:
    """A flag is written where the run is started, a setting beside the manifests."""
    return Globs(flag) if flag else Globs(setting, os.path.dirname(settings.file) if setting else "")


def _release(flag: str | None, settings: Settings, *, named: str) -> Release:
    """The release that is given, or else the newest, which is reported because it changes with kconv's version."""
    from kconv import catalog

    text = settings.target if flag is None else flag
    if text is None:
        release = catalog.latest()
        if named:
            err(f"no {named} given: using {release}, the latest release that this version of kconv knows\n")
        return release
    try:
        return catalog.parse_release(text)
    except UsageError as error:
        if flag is None:
            error.file, error.path = settings.file, "target"
        raise


def decisions(answers: Iterable[str], settings: Settings) -> dict[str, str]:
    """The answers of the settings and of the flags; flags win.

    Raises UsageError for an answer to an unknown question, and for one that the question does not accept.
    """
    for name, value in settings.decisions.items():
        _check_answer(name, value, settings.file, f"decisions.{name}")
    given = dict(settings.decisions)
    for answer in answers:
        name, equals, value = answer.partition("=")
        if not name or not equals:
            raise UsageError(
                f"--decide {answer} has no value", hint="write --decide NAME=VALUE, as shown in the report"
            )
        _check_answer(name, value, "", f"--decide {answer}")
        given[name] = value
    return given


def _check_answer(name: str, value: str, file: str, path: str) -> None:
    from kconv.kinds.decisions import declared

    known = declared()
    if name not in known:
        raise UsageError(f"there is no decision named {name}", file=file, path=path, hint=closest(name, tuple(known)))
    decision = known[name].decision
    if not decision.takes(value):
        hint = f"valid answers are {', '.join(decision.allowed)}" if decision.allowed else f"give {decision.text}"
        raise UsageError(f"{name} does not accept {value!r}", file=file, path=path, hint=hint)


def _kinds(flag: Sequence[str], settings: Settings) -> Kinds | None:
    if not flag and not settings.resources:
        return None
    from kconv.cli.declared_kinds import declared_kinds

    return declared_kinds(flag, settings)


def _check_paths(settings: Settings, known: Kinds | None) -> None:
    """A path of old defaults may begin with a kind, which no field does: fields begin in lower case."""
    for path in settings.leave_out_defaults:
        kind, _, rest = path.partition(".")
        if not kind[:1].isupper():
            continue
        from kconv.kinds.registry import BUILT_IN

        names = (known or BUILT_IN).names()
        if kind not in names:
            reason = f"no kind that kconv has rules for is called {kind}"
            raise UsageError(reason, file=settings.file, path="leave-out-defaults", hint=closest(kind, names))
        if not rest:
            hint = f"to leave out all defaults of its spec, write {kind}.spec"
            raise UsageError(f"{path} is a kind, not a path", file=settings.file, path="leave-out-defaults", hint=hint)


def verbosity(quiet: bool, verbose: bool) -> int:
    """How much of a report is shown. Raises UsageError for both flags at once."""
    if quiet and verbose:
        raise UsageError("--quiet and --verbose cannot be used together", hint="use one of them")
    return int(verbose) - int(quiet)
