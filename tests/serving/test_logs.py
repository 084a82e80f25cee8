"""A line of the log is one JSON object, whatever is logged."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kconv.serving import logs


@pytest.fixture(autouse=True)
def root_as_before() -> Any:
    """The root logger has its former handlers afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert not out
    return [json.loads(line) for line in err.splitlines()]


def test_a_record_is_a_line_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.to_stderr()
    logging.getLogger("a.b").warning(" %s happened\n", "it", extra={"object": "n/b", "place": Path("x"), "count": 3})
    [line] = lines(capsys)
    time = datetime.fromisoformat(line.pop("time"))
    assert time.tzinfo == UTC
    assert line == {
        "level": "warning", "logger": "a.b", "message": "it happened", "object": "n/b", "place": "x", "count": 3,
    }  # fmt: skip


def test_an_exception_is_its_type_and_its_places(capsys: pytest.CaptureFixture[str]) -> None:
    logs.to_stderr()
    secret = "hunter" + str(2)
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("a").exception("failed")
    [line] = lines(capsys)
    assert (line["level"], line["exception"]) == ("error", "ValueError")
    assert "test_logs.py" in line["traceback"][0]
    assert "hunter2" not in str(line)


def test_what_is_less_than_news_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.to_stderr()
    logging.getLogger("a").debug("x")
    logging.getLogger("a").info("y")
    assert [line["message"] for line in lines(capsys)] == ["y"]
    assert [type(each) for each in logging.getLogger().handlers] == [logging.StreamHandler], sys.stderr
