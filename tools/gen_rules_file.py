"""Write what a file of rules may have from the vocabulary that reads it: a JSON schema for editors, and the tables of
docs/rules-file.md.

python tools/gen_rules_file.py            write the schema and the tables
python tools/gen_rules_file.py --check    exit 1 if one of them is not what the vocabulary gives (CI)
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

from kconv.crd.rulesfile.document import schema
from kconv.crd.rulesfile.vocabulary import REFUSED, WORDS

PAGE = ROOT / "docs/rules-file.md"
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def page() -> str:
    """The page with its tables."""
    return _PART.sub(lambda part: f"{part[1]}\n{_table(part[2])}\n{part[3]}", PAGE.read_text())


def _table(name: str) -> str:
    return "".join(f"{line}\n" for line in {"words": _words, "refused": _refused}[name]())


def _words() -> Iterator[str]:
    yield "| word | fields | use it if | rule |"
    yield "|---|---|---|---|"
    for key, word in WORDS.items():
        fields = ", ".join(f"`{name}`{'' if field.required else '?'}" for name, field in word.object.fields.items())
        yield f"| `{key}` | {fields} | {word.says} | `{word.rule}` |"


def _refused() -> Iterator[str]:
    yield "| rule | instead |"
    yield "|---|---|"
    yield from (f"| `{rule}` | {why} |" for rule, why in REFUSED.items())


if __name__ == "__main__":
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    code = write_or_check(ROOT / "kconv/crd/rulesfile/conversion-rules.schema.json", text, __doc__)
    sys.exit(write_or_check(PAGE, page(), __doc__) or code)
