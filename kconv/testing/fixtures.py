"""A case that broke a law once is kept as a file that a person can read, and is tried first from then on.

Chance that found it may take long to find it again. A file says the whole case: it is in the repository beside the
converter, its name follows from its content, and it stays until a person deletes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from kconv.errors import ManifestError, UsageError
from kconv.manifests.render import block
from kconv.paths import parse, show
from kconv.testing.edits import Action, Edit
from kconv.testing.failure import Failure
from kconv.testing.laws import every
from kconv.testing.laws.base import Case, Legs

_HEAD: Final = "# A case that broke a law: tried first in every run, until this file is deleted.\n"
_FIELDS: Final[Mapping[str, tuple[type, str]]] = {
    "law": (str, "a law's name"),
    "kind": (str, "a kind's name"),
    "legs": (list, "a list of apiVersions"),
    "seed": (int, "a number"),
    "object": (dict, "an object"),
    "edits": (list, "a list of edits"),
    "extra": (object, "anything"),
}
_OPTIONAL: Final = ("seed", "edits", "extra")


@dataclass(frozen=True)
class Saved:
    """A case from a file; ``seed`` is the one that it was found with."""

    file: Path
    kind: str
    law: str
    case: Case
    seed: int

    def fits(self, kind: str, law: str, legs: Legs) -> bool:
        """Whether it is a case of this trial."""
        return (self.kind, self.law, self.case.legs) == (kind, law, legs)


def save(folder: Path, kind: str, failure: Failure) -> Path:
    """Write a failure's case into a folder and return its file. Raises OSError, and leaves no part of a file."""
    case = {"law": failure.law, "kind": kind, **_content(failure.case)}
    digest = hashlib.sha256(json.dumps(case, sort_keys=True).encode()).hexdigest()[:10]
    file = folder / f"{_word(kind)}-{_word(failure.law)}-{digest}.yaml"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(file, "\n".join([*block({**case, "seed": failure.seed}), ""]))
    return file


def _content(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"legs": list(case.legs), "object": case.obj}
    if case.edits:
        found["edits"] = [_edit(edit) for edit in case.edits]
    return found if case.extra is None else found | {"extra": case.extra}


def _edit(edit: Edit) -> dict[str, Any]:
    found = {"action": edit.action, "path": show(edit.path)}
    return found if edit.action == "remove" else found | {"value": edit.value}


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _write(file: Path, text: str) -> None:
    """Beside it first, then renamed: two workers may find the same case, and a run may be killed."""
    draft = file.with_name(f".{file.name}.{os.urandom(6).hex()}")
    try:
        draft.write_text(_HEAD + text, encoding="utf-8", newline="\n")
        draft.replace(file)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def saved(folder: str | Path | None) -> tuple[Saved, ...]:
    """All cases in a folder, none where there is no folder yet. Raises ManifestError for a file that holds no case."""
    if folder is None or not Path(folder).exists():
        return ()
    if not Path(folder).is_dir():
        raise UsageError("failing cases are kept in a folder, and this is a file", file=str(folder))
    return tuple(map(read, sorted(Path(folder).glob("*.yaml"))))


class _Wrong(Exception):  # noqa: N818 - never leaves this room: it becomes a ManifestError with its line
    """What is wrong, and in which field."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason, field)


def read(file: Path) -> Saved:
    """The case in a file. Raises ManifestError, with the line, for one that holds none."""
    data, lines = _parsed(file)
    try:
        _check(data)
        return Saved(file, data["kind"], data["law"], _case(data), data.get("seed") or 0)
    except _Wrong as wrong:
        reason, field = wrong.args
        hint = "fix or delete it, and keep nothing else in this folder"
        raise ManifestError(reason, file=str(file), line=lines.get(field, 1), path=field, hint=hint) from wrong


def _check(data: Any) -> None:
    if not isinstance(data, dict):
        raise _Wrong("it holds no case that broke a law")
    for name, (kind, meant) in _FIELDS.items():
        if name not in data and name not in _OPTIONAL:
            raise _Wrong(f"it holds no case that broke a law: {name} is missing")
        if name in data and not isinstance(data[name], kind):
            raise _Wrong(f"this is not {meant}", name)
    for name in data:
        if name not in _FIELDS:
            raise _Wrong("a case has no such field", name)


def _case(data: dict[str, Any]) -> Case:
    law = next((each for each in every() if each.name == data["law"]), None)
    if law is None:
        raise _Wrong(f"no law is called {data['law']!r}", "law")
    if len(data["legs"]) != law.versions or not all(isinstance(leg, str) for leg in data["legs"]):
        raise _Wrong(f"the law {law.name} is tried on {law.versions} apiVersions", "legs")
    try:
        json.dumps(data["object"])
    except TypeError as error:
        raise _Wrong(f"it has a value that JSON cannot represent: {error}", "object") from error
    try:
        edits = tuple(map(_edit_of, data.get("edits") or ()))
    except (LookupError, TypeError, ValueError) as error:
        raise _Wrong(f"one of these is not an edit: {error}", "edits") from error
    return Case(data["object"], tuple(data["legs"]), edits, data.get("extra"))


def _edit_of(data: Any) -> Edit:
    if data["action"] not in get_args(Action):
        raise ValueError(f"there is no action {data['action']!r}")
    return Edit(data["action"], parse(data["path"]), data.get("value"))


def _parsed(file: Path) -> tuple[Any, dict[str, int]]:
    """What a file says, and the line of each field."""
    import yaml

    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        entries = node.value if isinstance(node, yaml.MappingNode) else ()
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in entries}
        return loader.construct_document(node) if node else None, lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(file, str(error.problem or error.context), mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _unreadable(file, " ".join(str(error).split()), 1) from error
    except OSError as error:
        raise _unreadable(file, str(error.strerror), None) from error


def _unreadable(file: Path, why: str, line: int | None) -> ManifestError:
    return ManifestError(f"cannot be read: {why}", file=str(file), line=line, hint="fix or delete it")
