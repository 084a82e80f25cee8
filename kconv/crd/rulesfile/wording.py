"""What kconv says of rules names them as Python does; who writes them in a file is to read the words of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_PHRASES: Final = {
    "Values(…, [(…, MISSING)])": "values with a pair without to",
    "Values(…, [(MISSING, …)])": "values with a pair without from",
    "Values(…, [(None, MISSING)])": "values with the pair {from: null}",
    "KnowsOnly(…, instead=…)": "knowsOnly with instead",
    "Turn(…)": "turn or limit",
    "PreserveUnknown": "x-kubernetes-preserve-unknown-fields",
    "; give the rule for its items with At": ": put the rule into at",
    "give the rules without At": "write the rules without at",
    "; Repair can read one": "",
    "a spoke value": "an older value",
}
"""What is more than one word in the file."""


def worded(text: str, words: Mapping[str, str]) -> str:
    """Advice about rules, with the file's words for them, which are given by Python's."""
    names = re.compile(rf"\b({'|'.join(words)})\b(\(…[^()]*\))?")
    return names.sub(lambda found: words[found[1]], phrased(text))


def phrased(text: str) -> str:
    """What is said of a rule's arguments, which may have the names of rules as values, too."""
    for python, words in _PHRASES.items():
        text = text.replace(python, words)
    return text
