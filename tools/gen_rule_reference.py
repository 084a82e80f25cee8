"""Write the parts of docs/rules.md that follow from the rules, and convert its examples again.

python tools/gen_rule_reference.py            write the page
python tools/gen_rule_reference.py --check    exit 1 if the page is not what kconv gives (CI)

People write the page, except for two things:

- Between `<!-- generated: NAME -->` and `<!-- end -->` is a table of rule_tables.py, or the details of the kinds in the
  heading above, from rule_details.py.
- In an example (rule_examples.py) the block after `becomes` is what kconv makes of the block before it. In a new
  example, write the first block, and only the apiVersion of the second.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from pages import ROOT, write_or_check

sys.path.insert(0, str(ROOT))

import rule_tables
from rule_details import details
from rule_examples import WrongExampleError, rewritten

from kconv.engine import Kind

PAGE = ROOT / "docs/rules.md"
_GENERATED = re.compile(r"(?<=<!-- generated: )(\w+)( -->\n\n).*?(?=<!-- end -->)", re.DOTALL)
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
_PAGE_TABLES: dict[str, Callable[[], str]] = {
    "same": rule_tables.same,
    "gone": rule_tables.gone,
    "vocabulary": rule_tables.vocabulary,
}
_KIND_TABLES: dict[str, Callable[[Kind], str]] = {"versions": rule_tables.versions, "details": details}


def page(text: str) -> str:
    """The page with its tables and examples as they should be."""

    def table(found: re.Match[str]) -> str:
        name = found[1]
        if name == "index":
            made = rule_tables.index(anchors(text))
        elif name in _PAGE_TABLES:
            made = _PAGE_TABLES[name]()
        else:
            made = _of_kinds(name, headed(text[: found.start()]))
        return f"{name}{found[2]}{made}\n\n"

    return rewritten(_GENERATED.sub(table, text))


def anchors(text: str) -> dict[str, str]:
    """The anchor of each kind's heading."""
    headings = _HEADING.findall(text)
    return {name: heading.lower().replace(", ", "-") for heading in headings for name in heading.split(", ")}


def headed(text: str) -> list[Kind]:
    """The kinds in the last heading of a text: `### Role, RoleBinding` is about two."""
    return [rule_tables.named(name) for name in _HEADING.findall(text)[-1].split(", ")]


def _of_kinds(name: str, found: list[Kind]) -> str:
    """A table of each kind, once where they have the same."""
    tables = {kind.name: _KIND_TABLES[name](kind) for kind in found}
    if len(set(tables.values())) == 1:
        return next(iter(tables.values()))
    return "\n\n".join(f"{kind}: {table}" for kind, table in tables.items())


def main() -> int:
    """The exit code; an example that kconv does not convert is printed."""
    try:
        return write_or_check(PAGE, page(PAGE.read_text(encoding="utf-8")), __doc__)
    except WrongExampleError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
