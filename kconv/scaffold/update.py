"""Templates get better, and a project has been edited since: Git merges the two, if it sees what each of them changed.

So the new render is a commit behind the old one, on a branch that has nothing else: what a person changed is not on it.
A file that was edited before its first commit has no old render in Git, and is left as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from kconv import __version__
from kconv.errors import UsageError
from kconv.scaffold import answers as answers_file
from kconv.scaffold.answers import Record, parsed, record_in
from kconv.scaffold.git import Repository
from kconv.scaffold.render import digest, rendered

BRANCH: Final = "kconv-scaffold"


class Update(NamedTuple):
    """The paths that changed on the branch, and those that were left, because their old render is unknown."""

    changed: tuple[str, ...]
    gone: tuple[str, ...]
    left: tuple[str, ...]


def update(folder: Path) -> Update:
    """Put the present templates' render of the project in a folder onto the branch. Touches no file and no index.

    Raises UsageError for what is no project, or is not committed, and if the branch is checked out.
    """
    record_in(folder)
    repository = Repository(folder)
    if repository.is_checked_out(BRANCH):
        raise UsageError(f"the branch {BRANCH} is checked out", hint="switch to another branch, and run again")
    tip = repository.commit_of(f"refs/heads/{BRANCH}")
    parent = tip or repository.first_commit_with(answers_file.FILE)
    if not parent:
        hint = "git add --all && git commit"
        raise UsageError("the project is not committed", file=str(folder), hint=hint)
    there = {path: repository.content(obj) for path, obj in repository.files(parent).items()}
    old = _record(there, parent)
    new = rendered(old.answers)
    done, changes = _changes(old, there, new)
    if done.changed or done.gone:
        commit = repository.commit(parent, changes, f"Render the project with kconv {__version__}")
        repository.move(BRANCH, commit, tip)
    return done


def _record(there: dict[str, bytes], commit: str) -> Record:
    text = there.get(answers_file.FILE)
    if text is None:
        raise UsageError(f"the commit {commit[:12]} has no {answers_file.FILE}", hint=f"delete the branch {BRANCH}")
    return parsed(text.decode("utf-8", "replace"), answers_file.FILE)


def _changes(old: Record, there: dict[str, bytes], new: dict[str, bytes]) -> tuple[Update, dict[str, bytes | None]]:
    """What the new render has otherwise than the old one, and what of it can be put on the branch."""
    changes: dict[str, bytes | None] = {}
    left = []
    for path in sorted({*old.digests, *new} - {answers_file.FILE}):
        was, present, is_ = old.digests.get(path), there.get(path), new.get(path)
        if (None if is_ is None else digest(is_)) == was or is_ == present:
            continue
        if (None if present is None else digest(present)) == was:
            changes[path] = is_
        else:
            left.append(path)
    changed = tuple(path for path, data in changes.items() if data is not None)
    gone = tuple(path for path, data in changes.items() if data is None)
    return Update(changed, gone, tuple(left)), changes | {answers_file.FILE: new[answers_file.FILE]}
