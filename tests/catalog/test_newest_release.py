"""What the newest release is stands in tools/data/releases.tsv: typed in elsewhere, it would have to be changed by hand.

Looked for are the newest release and the next one, which must not be known, as people write them: 1.N, a module's v0.N.1,
Release(N) and the span 16-N.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kconv.catalog import latest

ROOT = Path(__file__).parents[2]
PLACES = (
    "tests/**/*.py",
    "tests/**/*.sh",
    "tests/**/*.md",
    "tools/*.py",
    "kconv/catalog/*.py",
    ".ci/*",
    "docs/catalog.md",
)

# Files that state a fact about one release, which stays true when there is a newer one.
FACTS = {
    "docs/catalog.md": "what the source of one patch accepts",
    "tests/golden/README.md": "how the release that gave the golden answers differs from those before it",
    "tests/kinds/test_csr.py": "the release that gave the answers",
    "tests/kinds/test_tripwire.py": "with which release a field left",
    "tests/oracle/README.md": "the release that a measurement was made with",
    "tests/structural/oracle/README.md": "the release that gave the answers, and how to ask it again",
    "tests/structural/test_answers.py": "the release that gave the answers",
    "tests/validation/test_quantities.py": "the module's version that gave the answers",
}


def typed_in(text: str, minor: int) -> list[str]:
    """A minor release as it stands in a text."""
    forms = (rf"(?<![\d.]){{}}\.{minor}(?!\d)", rf"Release\({minor}\)", rf"\b\d\d?-{minor}\b")
    pattern = "|".join((forms[0].format("1"), forms[0].format("0") + r"\.\d", *forms[1:]))
    return [found[0] for found in re.finditer(pattern, text)]


def files() -> Iterator[Path]:
    return (file for place in PLACES for file in sorted(ROOT.glob(place)) if file.is_file())


def test_no_test_or_tool_has_the_newest_release_typed_in() -> None:
    minors = (latest().minor, latest().minor + 1)
    found = {
        str(file.relative_to(ROOT)): told
        for file in files()
        if (told := [each for minor in minors for each in typed_in(file.read_text(encoding="utf-8"), minor)])
    }
    assert {name: told for name, told in found.items() if name not in FACTS} == {}


@pytest.mark.parametrize("name", FACTS)
def test_a_file_with_facts_names_a_release(name: str) -> None:
    assert re.search(r"\b[01]\.\d\d\b", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"1.99"', ["1.99"]),
        ("v1.99.2 and k8s.io/api v0.99.2", ["1.99", "0.99.2"]),
        ("Release(99)", ["Release(99)"]),
        ('["16-99"]', ["16-99"]),
        ("0.99 s, 1.990, 11.99, 99, 4.1.99", []),
    ],
)
def test_a_release_is_found_as_people_write_it(text: str, told: list[str]) -> None:
    assert typed_in(text, 99) == told
