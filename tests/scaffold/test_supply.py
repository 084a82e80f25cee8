"""What a build takes from a URL is checked by nobody: programs come from packages and images, and the image is lean."""

from __future__ import annotations

import re

import pytest

from kconv.scaffold.answers import answers_of
from kconv.scaffold.render import rendered
from tests.peers import bin_dir, why_skipped
from tests.scaffold.conftest import Make, passes
from tests.scaffold.options import Project, pairwise
from tests.scaffold.test_projects import title

_FETCHES = re.compile(
    r"\b(curl|wget|urlretrieve|Invoke-WebRequest)\b|^\s*ADD\b|(pip|npm|go|helm) [^\n]*https?://", re.MULTILINE
)


@pytest.mark.parametrize("project", list(pairwise()), ids=title)
def test_no_file_downloads_from_a_url(project: Project) -> None:
    given = dict(project)
    made = rendered(answers_of(given.pop("name"), given))
    found = {path: match.group() for path, data in made.items() if (match := _FETCHES.search(data.decode()))}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "- curl --location https://dl.k8s.io/kubectl",
        "RUN wget -q x.example.com/a",
        "ADD https://example.com/a /a",
        "pip install https://example.com/a.whl",
    ],
)
def test_a_download_is_recognised(line: str) -> None:
    assert _FETCHES.search(line)


HADOLINT = why_skipped(("hadolint",), "hadolint")


@pytest.mark.skipif(bool(HADOLINT), reason=HADOLINT)
@pytest.mark.parametrize("kopf", [True, False], ids=["kopf", "no-kopf"])
def test_the_linter_of_dockerfiles_finds_nothing(make: Make, kopf: bool) -> None:
    passes(make(kopf=kopf), str(bin_dir() / "hadolint"), "--failure-threshold", "style", "Dockerfile")


RULES = [
    ("every stage begins with an image that has a tag", r"(?m)\A(?!(.*\n)*FROM [^:@\n]+( AS \w+)?$)"),
    ("no image is the latest one", r"(?s)\A(?!.*FROM \S+:latest)"),
    ("the user is a number other than root", r"(?m)^USER [1-9]\d*:[1-9]\d*$"),
    ("the program is started without a shell", r'(?m)^ENTRYPOINT \["'),
    ("its arguments are given without a shell", r'(?m)^CMD \["'),
    ("no cache of pip is left", r"(?s)\A(?!.*pip install(?! --no-cache-dir))"),
    ("nothing is done after the user is set but to name the program", r"USER \S+\nENTRYPOINT [^\n]*\nCMD [^\n]*\n\Z"),
]


@pytest.mark.parametrize(("rule", "pattern"), RULES, ids=[rule for rule, _ in RULES])
def test_the_dockerfile_keeps_to_the_rule(rule: str, pattern: str) -> None:
    text = rendered(answers_of("backups.example.com", {}))["Dockerfile"].decode()
    assert re.search(pattern, text), rule


WRONG = [
    "FROM python\nRUN pip install .\n",
    "FROM python AS build\nUSER root\nENTRYPOINT kconv\nCMD serve\n",
    "FROM python:latest\nUSER 0:0\nRUN pip install .\n",
]


@pytest.mark.parametrize(("rule", "pattern"), RULES, ids=[rule for rule, _ in RULES])
def test_each_rule_finds_a_wrong_dockerfile(rule: str, pattern: str) -> None:
    assert any(not re.search(pattern, text) for text in WRONG), rule
