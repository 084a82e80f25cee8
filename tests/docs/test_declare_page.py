"""docs/declare.md shows each rule that a file of rules may have in Python, as docs/rules-file.md promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from kconv.crd.rulesfile.vocabulary import WORDS

PAGE = (Path(__file__).parents[2] / "docs" / "declare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", sorted({word.rule for word in WORDS.values()}))
def test_a_rule_is_shown_and_imported(rule: str) -> None:
    blocks = PAGE.split("```python")[1:]
    shown = [block for block in blocks if f"{rule}(" in block.partition("```")[0]]
    assert any("from kconv.rules import" in block and rule in block.partition("(")[0] for block in shown)
