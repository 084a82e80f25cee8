"""Readers find only the pages that are linked: README.md leads to every page, directly or through others."""

from __future__ import annotations

from pathlib import Path

from check_docs import links

ROOT = Path(__file__).parents[2]


def test_every_page_is_reachable_from_readme() -> None:
    found, unread = set[Path](), [ROOT / "README.md"]
    while unread:
        page = unread.pop()
        if page in found or page.suffix != ".md":
            continue
        found.add(page)
        unread += [(page.parent / target).resolve() for target, _ in links(page.read_text(encoding="utf-8")) if target]
    pages = {
        page for pattern in ("*.md", "docs/*.md", "examples/**/*.md", "benchmarks/*.md") for page in ROOT.glob(pattern)
    }
    assert sorted(pages - found) == []
