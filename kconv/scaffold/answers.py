"""What a project was made with is written into it: the next kconv renders the same project from newer templates."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kconv.errors import UsageError
from kconv.scaffold import names

FILE: Final = ".kconv-scaffold.toml"
_HEAD: Final = """\
# Written by `kconv new crd`, read by `kconv new update` and `kconv new version`. Do not edit: edit the project.
"""


class Option(NamedTuple):
    """A question about the project, and the flag that answers it.

    ``default`` is a value, or a function of the plural, the group and the answers so far.
    """

    name: str
    question: str
    default: Any
    choices: tuple[str, ...] = ()
    read: Callable[[str], Any] = str

    @property
    def flag(self) -> str:
        """The flag, as it is typed."""
        return "--" + self.name.replace("_", "-")

    @property
    def yes_or_no(self) -> bool:
        """Whether the answer is yes or no."""
        return isinstance(self.default, bool)

    def suggested(self, plural: str, group: str) -> Any:
        """The default for one custom resource."""
        return self.default(plural, group) if callable(self.default) else self.default


OPTIONS: Final = (
    Option("kind", "Kind of the resource", lambda plural, _: names.kind_of(plural), read=names.kind),
    Option("package", "Python package of the models", lambda plural, _: names.package_of(plural), read=names.package),
    Option("versions", "Versions, the oldest first", "v1alpha1,v1", read=names.versions),
    Option("scope", "Scope of the objects", "Namespaced", ("Namespaced", "Cluster")),
    Option(
        "image", "Container image, without a tag", lambda plural, group: f"registry.{group}/{plural}", read=names.image
    ),
    Option("certificates", "What makes the webhook's certificate", "cert-manager", ("cert-manager", "self-signed")),
    Option("port", "Port of the webhook's container", "9443", read=names.port),
    Option("host_network", "Run the webhook in the network of the node", False),
    Option("stash_guard", "Refuse manifests that hold an outdated stash", True),
    Option("kopf", "Add an operator that is written with kopf", False),
    Option("chart", "Package the project as a Helm chart, too", True),
    Option("ci", "Continuous integration", "github", ("github", "gitlab", "none")),
)


class Answers(NamedTuple):
    """Everything that the templates ask."""

    plural: str
    group: str
    kind: str
    package: str
    versions: tuple[str, ...]
    scope: str
    image: str
    certificates: str
    port: int
    host_network: bool
    stash_guard: bool
    kopf: bool
    chart: bool
    ci: str

    @property
    def crd(self) -> str:
        """The name of the definition."""
        return f"{self.plural}.{self.group}"

    @property
    def namespace(self) -> str:
        """The namespace of the webhook."""
        return f"{self.plural}-system"

    @property
    def webhook(self) -> str:
        """The name of the webhook: of its Deployment, its Service and its ServiceAccount."""
        return f"{self.plural}-webhook"


def answers_of(name: str, given: Mapping[str, Any]) -> Answers:
    """The answers for PLURAL.GROUP: those that are given, as text or as bool, else the defaults.

    Raises UsageError for a name that cannot be.
    """
    plural, group = names.plural_and_group(name)
    found: dict[str, Any] = {}
    for option in OPTIONS:
        value = given.get(option.name)
        found[option.name] = _read(option, option.suggested(plural, group) if value is None else value)
    return Answers(plural, group, **found)


def _read(option: Option, value: Any) -> Any:
    if option.yes_or_no:
        return bool(value)
    if option.choices and value not in option.choices:
        raise UsageError(f"{option.flag}: {value!r} is none of {', '.join(option.choices)}")
    return option.read(str(value))


class Record(NamedTuple):
    """What the file in a project says: the answers, and the digest of each file as it was rendered."""

    answers: Answers
    made_by: str
    digests: dict[str, str]


def text_of(record: Record) -> str:
    """The file's text, as TOML."""
    lines = [_HEAD + f"made_by = {_value(record.made_by)}", "", "[answers]"]
    lines += [f"{key} = {_value(value)}" for key, value in record.answers._asdict().items()]
    lines += ["", "[files]  # as they were rendered, SHA-256"]
    lines += [f"{_value(path)} = {_value(digest)}" for path, digest in sorted(record.digests.items())]
    return "\n".join([*lines, ""])


def _value(value: Any) -> str:
    """A value in TOML; the texts are names and paths, which need no escapes."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


def record_in(folder: Path) -> Record:
    """The record of a project. Raises UsageError for a folder without one, or with one that cannot be read."""
    file = folder / FILE
    try:
        return parsed(file.read_text(encoding="utf-8"), str(file))
    except FileNotFoundError:
        reason = f"{folder} is not a project of `kconv new crd`: it has no {FILE}"
        raise UsageError(reason, hint="run the command in the folder of the project") from None


def parsed(text: str, file: str) -> Record:
    """The record in a file's text. Raises UsageError for what `kconv new crd` did not write."""
    try:
        read = tomllib.loads(text)
        answers = dict(read["answers"])
        name = f"{answers.pop('plural')}.{answers.pop('group')}"
        answers["versions"] = ",".join(answers["versions"])
        return Record(answers_of(name, answers), str(read["made_by"]), {**read["files"]})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        hint = "restore the file from Git"
        raise UsageError(f"cannot be read: {error}", file=file, hint=hint) from error
