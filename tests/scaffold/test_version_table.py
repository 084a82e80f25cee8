"""A table of versions gets one version, and keeps every other byte; one that hides what it says is refused."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

from kconv.errors import UsageError
from kconv.scaffold.version_table import table_of


class Case(NamedTuple):
    name: str
    before: str
    after: str = ""
    version: str = "v2"


HEAD = "from kconv.crd import CustomResource, Version\n"
TWO = """\
BACKUP = CustomResource(
    Version(v1.Backup, since=v1alpha1.Backup, rules=v1.RULES),
    Version(v1alpha1.Backup),
    hub=v1.Backup,
)
"""
NEW = "    Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False),\n"
ADDED = TWO.replace("    Version(v1.", NEW + "    Version(v1.")

ADDITIONS = [
    Case("newest first", f"from acme import v1, v1alpha1\n{TWO}", f"from acme import v1, v1alpha1, v2\n{ADDED}"),
    Case(
        "oldest first",
        "from acme import v1, v1alpha1\nB = CustomResource(\n    Version(v1alpha1.Backup),\n"
        "    Version(v1.Backup, since=v1alpha1.Backup),\n    hub=v1.Backup,\n)\n",
        "from acme import v1, v1alpha1, v2\nB = CustomResource(\n    Version(v1alpha1.Backup),\n"
        "    Version(v1.Backup, since=v1alpha1.Backup),\n"
        "    Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False),\n    hub=v1.Backup,\n)\n",
    ),
    Case(
        "one line",
        "from acme import v1\nB = CustomResource(Version(v1.Backup), hub=v1.Backup)\n",
        "from acme import v1, v2\n"
        "B = CustomResource(Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False), Version(v1.Backup), hub=v1.Backup)\n",
    ),
    Case(
        "comments and odd layout",
        "# mine\nfrom acme import v1, v1alpha1  # the versions\nB = CustomResource( # table\n"
        "  # first\n  Version(v1.Backup ,since = v1alpha1.Backup), # newest\n  Version(v1alpha1.Backup),\n\n  hub=v1.Backup)\n",
        "# mine\nfrom acme import v1, v1alpha1, v2  # the versions\nB = CustomResource( # table\n"
        "  # first\n  Version(v2.Backup, since=v1.Backup, rules=v2.RULES, served=False),\n"
        "  Version(v1.Backup ,since = v1alpha1.Backup), # newest\n  Version(v1alpha1.Backup),\n\n  hub=v1.Backup)\n",
    ),
    Case(
        "an import in brackets",
        f"from acme import (\n    v1,\n    v1alpha1,\n)\n{TWO}",
        f"from acme import (\n    v1,\n    v1alpha1,\n    v2,\n)\n{ADDED}",
    ),
    Case(
        "an import in one line of brackets",
        f"from acme import (v1, v1alpha1)\n{TWO}",
        f"from acme import (v1, v1alpha1, v2)\n{ADDED}",
    ),
    Case(
        "in order among the imports",
        f"from acme import v1, v1alpha1\n{TWO}",
        f"from acme import v1, v1alpha1, v1beta1\n{ADDED.replace('v2', 'v1beta1')}",
        "v1beta1",
    ),
    Case(
        "numbers are no texts",
        f"from acme import v1, v1alpha1, v10\n{TWO}",
        f"from acme import v1, v1alpha1, v2, v10\n{ADDED}",
    ),
    Case(
        "imported already", f"from acme import v1, v1alpha1, v2\n{TWO}", f"from acme import v1, v1alpha1, v2\n{ADDED}"
    ),
    Case(
        "CRLF",
        f"from acme import v1, v1alpha1\n{TWO}".replace("\n", "\r\n"),
        f"from acme import v1, v1alpha1, v2\n{ADDED}".replace("\n", "\r\n"),
    ),
    Case(
        "umlauts in front, and no line end at the end",
        f"ä = 'Ü€😀'; x = 1\nfrom acme import v1, v1alpha1\n{TWO}".rstrip(),
        f"ä = 'Ü€😀'; x = 1\nfrom acme import v1, v1alpha1, v2\n{ADDED}".rstrip(),
    ),
    Case(
        "a byte order mark",
        f"\ufefffrom acme import v1, v1alpha1\n{TWO}",
        f"\ufefffrom acme import v1, v1alpha1, v2\n{ADDED}",
    ),
    Case(
        "an annotation, a qualified call, and another table",
        "from acme import v1, v1alpha1\nOTHER = CustomResource(Version(o.Other), hub=o.Other)\n"
        + TWO.replace("BACKUP =", "BACKUP: CustomResource ="),
        "from acme import v1, v1alpha1, v2\nOTHER = CustomResource(Version(o.Other), hub=o.Other)\n"
        + ADDED.replace("BACKUP =", "BACKUP: CustomResource ="),
    ),
    Case(
        "a long kind",
        f"from acme import v1, v1alpha1\n{TWO}".replace("Backup", "B" * 40),
        f"from acme import v1, v1alpha1, v2\n{ADDED}".replace("Backup", "B" * 40).replace(
            f"Version(v2.{'B' * 40}, since=v1.{'B' * 40}, rules=v2.RULES, served=False)",
            f"Version(\n        v2.{'B' * 40},\n        since=v1.{'B' * 40},\n        rules=v2.RULES,\n        served=False,\n    )",
        ),
    ),
]
REFUSED = [
    Case("no table", "from acme import v1\n", "no table"),
    Case("no Python", "from acme import (\n", "not Python"),
    Case("a NUL byte", "x = 1\0\n", "not Python"),
    Case("rows by *", "from acme import v1\nB = CustomResource(*ROWS, hub=v1.Backup)\n", "not Version(MODULE.KIND"),
    Case("a row by name", "B = CustomResource(FIRST, Version(v1.Backup), hub=v1.Backup)\n", "not Version(MODULE.KIND"),
    Case("a row with **", "B = CustomResource(Version(v1.Backup, **more), hub=v1.Backup)\n", "has arguments with"),
    Case("a class without a module", "B = CustomResource(Version(Backup), hub=v1.Backup)\n", "not written MODULE.KIND"),
    Case("two newest", "B = CustomResource(Version(v1.Backup), Version(v2.Backup), hub=v1.Backup)\n", "not one row"),
    Case("no hub", "from acme import v1\nB = CustomResource(Version(v1.Backup))\n", "has no hub="),
    Case(
        "a renamed kind",
        "B = CustomResource(Version(v1.Backup, since=v0.Copy), Version(v0.Copy), hub=v1.Backup)\n",
        "has the kind Copy",
    ),
    Case("imported as a module", f"import acme.v1\n{TWO}", "is not imported"),
    Case("imported relatively", f"from . import v1, v1alpha1\n{TWO}", "imported relatively"),
    Case("two tables", f"from acme import v1, v1alpha1\n{TWO}{TWO}", "several tables"),
    Case("in a function", "def f():\n    return CustomResource(Version(v1.Backup), hub=v1.Backup)\n", "no table"),
    Case("another kind", f"from acme import v1, v1alpha1\n{TWO.replace('Backup', 'Copy')}", "no table"),
]


def write(folder: Path, text: str) -> Path:
    (folder / "__init__.py").write_bytes(text.encode())
    return folder


def kind_in(text: str) -> str:
    return "B" * 40 if "B" * 40 in text else "Backup"


@pytest.mark.parametrize("case", ADDITIONS, ids=lambda case: case.name)
def test_a_version_is_added_and_nothing_else_changes(tmp_path: Path, case: Case) -> None:
    before = case.before.replace("from acme", f"{HEAD}from acme")
    made = table_of(kind_in(before), write(tmp_path, before)).with_version(case.version)
    assert made.decode() == case.after.replace("from acme", f"{HEAD}from acme")
    ast.parse(made)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, case: Case) -> None:
    with pytest.raises(UsageError, match=case.after.replace("(", r"\(")) as error:
        table_of("Backup", write(tmp_path, case.before)).with_version("v2")
    assert error.value.file or error.value.hint
