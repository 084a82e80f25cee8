"""PyYAML's Python readers work as ever, whenever their expressions are compiled."""

import subprocess
import sys

_USED = """
import re, sys
from kconv.libyaml import yaml
assert type(re.compile("a")) is re.Pattern
assert type(yaml.reader.Reader.NON_PRINTABLE) is not re.Pattern
print(yaml.load("[2026-11-30, 1_0.5, ~, a]", yaml.SafeLoader))
try:
    yaml.load("\\x01", yaml.SafeLoader)
except yaml.YAMLError as error:
    print(type(error).__name__)
"""


def test_expressions_are_compiled_when_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", _USED], capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.stderr) == (
        ["[datetime.date(2026, 11, 30), 10.5, None, 'a']", "ReaderError"],
        "",
    )
