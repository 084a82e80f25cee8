"""A person's work tree and index are theirs: a commit is made from objects, and only a branch of its own is moved."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kconv.errors import KconvError, UsageError


class Repository:
    """The Git repository of a project. Raises UsageError for a folder that is in none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.prefix = self._git("rev-parse", "--show-prefix").strip()
        except FileNotFoundError:
            raise UsageError("git is not installed", hint="install Git") from None
        except KconvError:
            hint = "commit the project first: git init && git add --all && git commit"
            raise UsageError("is in no Git repository", file=str(folder), hint=hint) from None

    def commit_of(self, name: str) -> str:
        """The commit that a name stands for, or "" for one that is not there."""
        return self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", allowed=(0, 1)).strip()

    def first_commit_with(self, path: str) -> str:
        """The first commit of the current branch that has a file of the project, or ""."""
        found = self._git("log", "--diff-filter=A", "--format=%H", "HEAD", "--", path, allowed=(0, 128)).split()
        return found[-1] if found else ""

    def is_checked_out(self, branch: str) -> bool:
        """Whether a work tree of the repository is on the branch."""
        return f"branch refs/heads/{branch}\n" in self._git("worktree", "list", "--porcelain")

    def files(self, commit: str) -> dict[str, str]:
        """The files of the project in a commit: the object of each by its path."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", self.prefix or ".")
        entries = (entry.split("\t", 1) for entry in listed.split("\0") if entry)
        return {path.removeprefix(self.prefix): facts.split()[2] for facts, path in entries}

    def content(self, obj: str) -> bytes:
        """The content of a file's object."""
        return self._run("cat-file", "blob", obj).stdout

    def commit(self, parent: str, changes: Mapping[str, bytes | None], message: str) -> str:
        """A commit with a parent's files, some of the project's changed, or gone for None. No branch has it yet."""
        with self._index() as index:
            self._git("read-tree", parent, index=index)
            lines = []
            for path, data in changes.items():
                if data is None:
                    lines.append(f"0 {'0' * len(parent)}\t{self.prefix}{path}")
                else:
                    obj = self._git("hash-object", "-w", "--stdin", data=data).strip()
                    lines.append(f"100644 {obj}\t{self.prefix}{path}")
            self._git("update-index", "-z", "--index-info", index=index, data="\0".join([*lines, ""]).encode())
            tree = self._git("write-tree", index=index).strip()
        return self._git("commit-tree", tree, "-p", parent, "-m", message).strip()

    def move(self, branch: str, commit: str, before: str) -> None:
        """Let a branch be at a commit, unless somebody else moved it meanwhile."""
        self._git("update-ref", "-m", "kconv new update", f"refs/heads/{branch}", commit, before or "0" * len(commit))

    @contextmanager
    def _index(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory(prefix="kconv-") as folder:
            yield str(Path(folder, "index"))

    def _git(self, *args: str, index: str = "", data: bytes | None = None, allowed: tuple[int, ...] = (0,)) -> str:
        run = self._run(*args, index=index, data=data)
        if run.returncode not in allowed:
            reason = f"git {args[0]} failed: {run.stderr.decode('utf-8', 'replace').strip()}"
            raise KconvError(reason, file=str(self.folder))
        return run.stdout.decode("utf-8", "surrogateescape")

    def _run(self, *args: str, index: str = "", data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "LC_ALL": "C", **({"GIT_INDEX_FILE": index} if index else {})}
        command = ["git", "-c", "core.quotePath=false", *args]
        return subprocess.run(command, cwd=self.folder, env=environment, input=data, capture_output=True, check=False)
