"""kconv as a user starts it: a process of its own, whose output, exit code, memory and files are all there is to see."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KCONV = (sys.executable, "-m", "kconv")
LONG = bool(os.environ.get("KCONV_LONG"))
"""Whether the sizes are those of the promise (100 MB, 1 GB) and not those that fit into a gate."""
PATIENCE = 600 if LONG else 60
"""Seconds until a run that hangs is a failure."""

OLD = """\
# keep me
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata:
  name: web  # the name
spec:
  backend: {serviceName: web, servicePort: 80}
"""
NEW = """\
# keep me
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web  # the name
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
"""
CURRENT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n" + "".join(
    f"  key-{number}: a value of some length  # and why\n" for number in range(20)
)
"""Nearly a kilobyte that needs nothing."""


@dataclass(frozen=True)
class Ran:
    """What a run left: exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that a person reads; never a traceback, and never the admission of a fault in kconv."""
        text = self.out + self.err
        assert "Traceback" not in text, text
        assert "fault in kconv" not in text, text
        assert "defect of kconv" not in text, text
        return text


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run: this checkout's kconv, plain text."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONUTF8": "1", **(more or {})}


def _hear_signals() -> None:
    """What started the tests may have told its children to ignore some, as nohup and a shell's ``&`` do."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(command: str, *args: object, **how: Any) -> subprocess.Popen[str]:
    """Start ``kconv COMMAND --target 1.32 ARGS``, where the command has a target; ``words`` in kconv's place starts
    something that starts it.

    ``how`` as for Popen.
    """
    how.setdefault("stdout", subprocess.PIPE)
    how.setdefault("stderr", subprocess.PIPE)
    how.setdefault("preexec_fn", _hear_signals)
    how["env"] = environment(how.get("env"))
    target = () if command == "roundtrip" else ("--target", "1.32")
    words = [*how.pop("words", KCONV), command, *target, *map(str, args)]
    return subprocess.Popen(words, text=True, errors="surrogateescape", **how)


def ended(process: subprocess.Popen[str], text: str | None = None) -> Ran:
    """Wait until the process and all that it started have ended, for they share its output."""
    try:
        out, err = process.communicate(text, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ran(process.returncode, out or "", err or "")


def kconv(command: str, *args: object, text: str | None = None, **how: Any) -> Ran:
    """Run kconv to its end, with ``text`` as its standard input."""
    how.setdefault("stdin", subprocess.DEVNULL if text is None else subprocess.PIPE)
    return ended(start(command, *args, **how), text)


def names(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def of_owner() -> Callable[[], None]:
    """For ``preexec_fn``: from now on permission bits count for root too. Skips the test where that cannot be had."""
    if os.getuid() != 0:
        return lambda: None
    if not sys.platform.startswith("linux"):
        pytest.skip("root reads everything, and only Linux lets it give that up")
    libc = ctypes.CDLL(None)
    drop, override, read_search = 24, 1, 2  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    return lambda: (libc.prctl(drop, override, 0, 0, 0), libc.prctl(drop, read_search, 0, 0, 0), None)[2]


_MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
open(sys.argv[1], "w").write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measured(note: Path, *words: object) -> list[str]:
    """A command that runs ``words`` and writes their peak memory to ``note``.

    A process counts as its own what its parent had when it began, so a small one must be in between.
    """
    return [sys.executable, "-I", "-S", "-c", _MEASURE, str(note), *map(str, words)]


def megabytes(note: Path) -> float:
    """The peak resident memory that a measured command had."""
    peak = int(note.read_text()) / 1024  # kilobytes on Linux
    print(f"peak {peak:.0f} MB")  # for whoever runs it with -s
    return peak


class Paused:
    """A run over a tree that waits in the middle of ``mid.yaml``: its new text is beside it, not yet in its place."""

    def __init__(self, tree: Path, pipes: Path, *args: object) -> None:
        pipes.mkdir()
        for name in ("reached", "go"):
            os.mkfifo(pipes / name)
        # open for both: then neither side waits for the other to open it
        self._reached, self._go = (os.open(pipes / name, os.O_RDWR) for name in ("reached", "go"))
        hook = os.pathsep.join([str(Path(__file__).parent / "hook"), str(ROOT)])
        env = {"KCONV_TEST_PIPES": str(pipes), "PYTHONPATH": hook}
        self.process = start("migrate", tree, *args, env=env, start_new_session=True)

    def wait(self) -> None:
        """Return when the run is in the middle."""
        ready, _, _ = select.select([self._reached], [], [], PATIENCE)
        if not ready:
            self.process.kill()
            raise AssertionError(f"the run never came to the middle: {self.process.communicate()}")
        os.read(self._reached, 1)

    def go_on(self) -> Ran:
        """Let the run go on, and wait for its end."""
        os.write(self._go, b"x")
        return ended(self.process)

    def close(self) -> None:
        """End what is still there."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        os.close(self._reached)
        os.close(self._go)


@contextmanager
def paused(tree: Path, pipes: Path, *args: object) -> Any:
    """A run that waits in the middle, ended at the latest with the block."""
    run = Paused(tree, pipes, *args)
    try:
        run.wait()
        yield run
    finally:
        run.close()
