"""Runs a command, and is the one place where errors become exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from kconv.cli import quick
from kconv.cli.commands import FAILED, OK, completion_variable, leading, load, spelled
from kconv.errors import KconvError, UsageError

_INTERRUPTED = 128 + 2  # as a shell reports a program ended by SIGINT
_PIPE_CLOSED = 128 + 13  # by SIGPIPE


def run(command: str | None, name: str, args: Sequence[str]) -> int:
    """Run the program, or one command of it, and return the exit code; no error leaves as a traceback."""
    try:
        _prepare()
        code = _call(command, name, args or ([] if command else ["--help"]))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return _closed()
    except KconvError as error:
        return _failed(*error.each, code=error.exit_code)
    except OSError as error:
        return _failed(f"{error.filename or 'output'}: {error.strerror or error}")
    except Exception as error:
        return _bug(error)
    return code


def _prepare() -> None:
    """Streams that the caller closed, and an end that clears up: by default SIGTERM ends Python between two bytes."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as the program runs
    if sys.stdout is None:
        raise UsageError("standard output is closed", hint="redirect it to a file or to /dev/null")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _ended)


def _ended(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _call(command: str | None, name: str, args: Sequence[str]) -> int:
    args = args if command else spelled(args)
    wanted = command or leading(args)
    if wanted and completion_variable(name) not in os.environ:
        found = load(wanted)
        flags = quick.read(found, args if command else args[len(wanted.split()) :])
        if flags is not None:
            return found.run(**flags) or OK
    from kconv.cli import clicked

    return clicked.call(command, name, args)


def _failed(*texts: str, code: int = FAILED) -> int:
    sys.stderr.write("".join(f"error: {text}\n" for text in texts))
    return code


def _closed() -> int:
    """The reader has closed the pipe; Python would report it again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED


def _bug(error: Exception) -> int:
    if os.environ.get("KCONV_TRACEBACK"):
        import traceback

        traceback.print_exc()
    hint = "this is a fault in kconv: please report it with the traceback that KCONV_TRACEBACK=1 prints"
    return _failed(f"{type(error).__name__}: {error}\n  {hint}")
