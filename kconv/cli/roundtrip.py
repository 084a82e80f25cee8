"""`kconv roundtrip`: whether a repository's own objects survive every version of their kind, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kconv.cli import options, suggest
from kconv.cli.common_flags import resources
from kconv.cli.declare import command, option
from kconv.cli.reporting import open_report, write_report
from kconv.errors import UsageError
from kconv.kinds.registry import BUILT_IN, Kinds
from kconv.manifests.unread import Unread
from kconv.names import GroupVersion
from kconv.report import formats

STDIN = "-"
_MARKDOWN = "markdown"
_OF_WEBHOOK = ("crd", "ca", "annotation")
"""The flags that need --webhook."""
_OF_LAWS = ("kind", "examples", "seed", "lossy")
"""The flags that need --webhook or --laws."""
_OTHERWISE = {"timeout": 10, "read_as": "go"}
"""Flags that need it, too, with their defaults."""
_format = option(
    "--format",
    "format_",
    choices=(*formats.names(), _MARKDOWN),
    default=formats.DEFAULT,
    show_default=True,
    help="The format of the report; markdown only with --webhook or --laws.",
)


@command(
    options.paths,
    option(
        "--through",
        multiple=True,
        metavar="GROUP/VERSION",
        shell_complete=suggest.versions,
        help="Convert only to this version and back, for the kinds that have it; repeatable.",
    ),
    option("--strict", is_flag=True, help="Also exit with 1 if an object comes back only by means of an annotation."),
    option("--laws", is_flag=True, help="Hold the rules of --resources to all laws, on random objects, too."),
    option("--webhook", metavar="URL", help="Try this conversion webhook instead, on all laws; requires --crd."),
    option("--crd", metavar="FILE", file=True, help="The CustomResourceDefinition of the webhook's kind."),
    option("--ca", metavar="FILE", file=True, help="The CA certificates to trust instead of the system's."),
    option("--kind", metavar="KIND", help="The kind, if --crd or --resources has several."),
    option(
        "--annotation",
        metavar="KEY",
        multiple=True,
        help="A key that the webhook keeps its own data under; repeatable.",
    ),
    option("--examples", metavar="N", number=True, least=1, help="The number of random objects per trial."),
    option(
        "--seed",
        metavar="N",
        number=True,
        least=0,
        help="The seed of an earlier run, to generate the same objects again.",
    ),
    option("--lossy", metavar="FILE", file=True, help="A YAML file of known losses, each with its reason."),
    option(
        "--timeout",
        metavar="SECONDS",
        number=True,
        least=1,
        default=_OTHERWISE["timeout"],
        show_default=True,
        help="How long to wait for an answer of the webhook.",
    ),
    option(
        "--read-as",
        choices=("go", "json", "as-is"),
        default=_OTHERWISE["read_as"],
        show_default=True,
        help="What counts as a difference: what Go's types keep apart, every one, or also what an API server mends.",
    ),
    resources,
    options.include,
    options.exclude,
    _format,
    options.jobs_or_cores,
    options.quiet,
    options.verbose,
    short_help="Prove that objects survive conversion to every version of their kind and back.",
)
def roundtrip(paths: tuple[str, ...], **flags: Any) -> int:
    """Convert every object to every other version of its kind and back, and report what has changed.

    PATH is a file, a folder, or - for standard input; the default is the current folder. Nothing is written. No
    defaults are filled in. What a version cannot represent may be kept in kconv's annotation; the report names it, and
    the size of the annotations. Custom resources are counted as not tried, unless --resources declares them.

    With --webhook, the conversion of a custom resource is held to the laws of a lossless one: on every leaf of the
    schemas in --crd, on random objects, and on those of the kind in PATH. --laws holds the rules of --resources to them
    in the same way. This requires kconv[testing].

    Exits with 0 if every object comes back unchanged, 1 if one does not or is a template, 2 if something cannot be
    read.
    """
    if flags["webhook"] is not None:
        from kconv.cli import webhook_check

        if flags["laws"]:
            raise UsageError("--laws cannot be used with --webhook", hint="--webhook tries all laws: leave --laws out")
        return webhook_check.run(paths, flags)
    _refuse_without(flags)
    if flags["laws"]:
        from kconv.cli import laws_check

        return laws_check.run(paths, flags)
    from kconv.pipeline.roundtrip import Asked, roundtrip
    from kconv.report.results.roundtrip import RoundTripResults

    paths = paths or (".",)
    if STDIN in paths and len(paths) > 1:
        raise UsageError("- (standard input) cannot be combined with other paths")
    request = options.request(paths, flags, preferred=True)
    kinds = request.options.kinds or BUILT_IN
    through = tuple(_versions(flags["through"], kinds))
    asked = Asked(paths, through, request.include, request.exclude, kinds)
    report = open_report(
        flags["format_"], command="roundtrip", level=options.verbosity(flags["quiet"], flags["verbose"])
    )
    unread = Unread(listed=flags["verbose"])
    outcomes = roundtrip(asked, unread=unread, jobs=flags["jobs"])
    return write_report(outcomes, RoundTripResults(unread, strict=flags["strict"]), report)


def _refuse_without(flags: Mapping[str, Any]) -> None:
    """Raises UsageError for a flag that says something of a check which is not asked for."""
    given = [f"--{name}" for name in _OF_WEBHOOK if flags[name] not in (None, ())]
    given += [f"--{name.replace('_', '-')}" for name, value in _OTHERWISE.items() if flags[name] != value]
    if given:
        raise UsageError(f"{given[0]} is used without --webhook", hint="add --webhook URL")
    given = [f"--{name}" for name in _OF_LAWS if flags[name] not in (None, ())]
    if flags["format_"] == _MARKDOWN:
        given.append("--format markdown")
    if given and not flags["laws"]:
        raise UsageError(f"{given[0]} is used without --webhook or --laws", hint="add --webhook URL, or --laws")


def _versions(texts: Iterable[str], kinds: Kinds) -> Iterable[GroupVersion]:
    """The versions of --through. Raises UsageError for one that no kind with rules has."""
    for text in texts:
        from difflib import get_close_matches

        version = GroupVersion.parse(text)
        known = {str(each) for kind in kinds.registered() for each in kind.versions}
        if text not in known:
            near = get_close_matches(text, sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else "kconv explain KIND lists the versions of a kind"
            raise UsageError(f"no built-in kind has the version {text}", path="--through", hint=hint)
        yield version
