"""Every word of what is reported of a document: its line, its versions, what became of it, and what to do."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from kconv.names import Release
from kconv.pipeline.migrate import Options, migrate, scan
from tests import test_effects, test_embedded, test_encrypted, test_pipeline
from tests.pipeline.more import MORE
from tests.pipeline.reports import check, report

REPORTS = Path(__file__).parent / "reports"
TARGET = test_pipeline.TARGET


def _run(table: str, name: str, files: dict[str, str], file: str, options: Options = TARGET) -> None:
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(text.encode())
    check(REPORTS / table, name, report(migrate([file], options), scan([file], options)))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", MORE, ids=attrgetter("name"))
def test_a_document_that_shows_one_thing(case: test_pipeline.Case) -> None:
    _run("more.txt", case.name, {**case.others, case.file: case.before}, case.file, case.options)


@pytest.mark.parametrize("case", test_pipeline.CASES, ids=attrgetter("name"))
def test_a_document(case: test_pipeline.Case) -> None:
    _run("documents.txt", case.name, {**case.others, case.file: case.before}, case.file, case.options)


@pytest.mark.parametrize("case", [*test_embedded.FOUND, *test_encrypted.CASES], ids=attrgetter("name"))
def test_what_is_inside_of_a_document(case: Any) -> None:
    _run("embedded.txt", case.name, {case.file: case.text}, case.file)


EFFECTS = [
    *((case.name, case.text, case.release) for case in test_effects.CASES),
    *(
        (
            f"{path} of {kind} in {spec[:60]}",
            f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n{spec}\n",
            32,
        )
        for version, kind, spec, path in test_effects.TAKEN
    ),
    *((f"mixed: {name}", test_effects.scaled(version, metric), 32) for name, version, metric, *_ in test_effects.MIXED),
    *(
        (f"not mixed: {name}", test_effects.scaled(version, metric), 32)
        for name, version, metric, _ in test_effects.NOT_MIXED
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "release"), EFFECTS, ids=[f"{at} {each[0]}" for at, each in enumerate(EFFECTS)]
)
def test_what_takes_effect(name: str, text: str, release: int) -> None:
    _run("effects.txt", name, {"a.yaml": text}, "a.yaml", Options(target=Release(release)))
