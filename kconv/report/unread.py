"""A report must not suggest that files were checked that were never read: one line below the summary counts them."""

from __future__ import annotations

from collections.abc import Iterator

from kconv.manifests.unread import Reason, Unread
from kconv.report.style import printable

_WORDS: dict[Reason, tuple[str, str]] = {
    "hidden": ("in a hidden folder", "in hidden folders"),
    "vendored": ("in a vendored folder", "in vendored folders"),
    "extension": ("with another extension", "with other extensions"),
    "ignored": ("ignored by .gitignore", "ignored by .gitignore"),
    "excluded": ("excluded", "excluded"),
    "symlink": ("symlink that leads out of the tree or nowhere", "symlinks that lead out of the tree or nowhere"),
}
_FOLDERS: dict[Reason, str] = {"hidden": "a hidden folder", "vendored": "a vendored folder"}
_FEW = 4
"""How many folders one line names."""
_CHART = ".helm"
"""Where werf keeps a project's chart: of all hidden folders this one holds manifests."""


def line(unread: Unread, command: str) -> str:
    """Each reason with its number of files, "" if all were read; ``command`` is the one to run on a folder by name."""
    parts = [_part(unread, reason, command) for reason in _WORDS if unread.counts[reason]]
    if not parts:
        return ""
    only_links = unread.counts["symlink"] == sum(unread.counts.values())
    number, _, rest = parts[0].partition(" ")
    files = "" if only_links else "file " if number == "1" else "files "
    return f"not read: {', '.join([f'{number} {files}{rest}', *parts[1:]])}"


def _part(unread: Unread, reason: Reason, command: str) -> str:
    count, folders = unread.counts[reason], unread.folders.get(reason, {})
    one, many = _WORDS[reason]
    names = [*folders][:_FEW] + ["…"] * (len(folders) > _FEW)
    where = ", ".join(names)
    if reason == "hidden" and folders:
        from shlex import quote

        path = folders.get(_CHART) or next(iter(folders.values()))
        where += f"; to have {'it' if len(folders) == 1 else 'one'} read, name it: kconv {command} {quote(path)}"
    return f"{count:,} {one if count == 1 else many}" + (f" ({printable(where)})" if where else "")


def listed(unread: Unread) -> Iterator[str]:
    """A line each file that was not read, and each folder that was not entered."""
    for path, reason, files in unread.each or ():
        yield f"{printable(path)}  {_why(reason, files)}"


def _why(reason: Reason, files: int) -> str:
    if not files:
        return f"not read: {'a ' if reason == 'symlink' else ''}{_WORDS[reason][0]}"
    number = f"{files:,} {'file' if files == 1 else 'files'}"
    return f"not entered: {_FOLDERS.get(reason, _WORDS[reason][0])}, {number}"
