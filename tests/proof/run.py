"""Runs kconv as a user does, on a copy of a directory, and keeps what it said and what it left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Report = dict[str, Any]
_MAIN = "import sys; from kconv.cli import main; sys.exit(main())"


@dataclass(slots=True)
class Run:
    """One run: the exit code, the entries of its JSON report by file, line and place, and its summary."""

    code: int
    errors: str
    entries: dict[tuple[str, int, int], Report] = field(default_factory=dict)
    by_file: dict[str, list[Report]] = field(default_factory=lambda: defaultdict(list))
    summary: dict[str, int] = field(default_factory=dict)

    def status(self, where: tuple[str, int, int]) -> str:
        """What kconv said of the object there; "unchanged" when it did not speak of it."""
        return str(self.entries.get(where, {}).get("status", "unchanged"))


def migrate(root: Path, target: str, *flags: str) -> Run:
    """``kconv migrate . --target …`` inside the directory. Raises RuntimeError when kconv broke down."""
    command = [sys.executable, "-c", _MAIN, "migrate", ".", "--target", target, "--format", "json", *flags]
    home = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([home, os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr:
        raise RuntimeError(f"kconv ended with {done.returncode}:\n{done.stderr[-3000:]}")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"no JSON report, exit code {done.returncode}:\n{done.stderr[-3000:]}") from None
    run = Run(done.returncode, done.stderr, summary=report["summary"])
    for entry in report["documents"]:
        file = os.path.normpath(entry["file"])
        run.entries[file, entry["index"], entry["line"]] = entry
        run.by_file[file].append(entry)
    return run


def snapshot(root: Path) -> dict[str, bytes]:
    """Every regular file below a directory with its bytes."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}
