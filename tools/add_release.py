"""Adds a release: everything that schemas/, tools/data/ and the pages know of it, from its packages.

    python tools/add_release.py RELEASE

Takes Kubernetes' newest patch of the release (1.32, say) that the Go proxy has, and kubernetes-validate from PyPI; pins
and builds the oracle (tests/oracle), runs every refresh_*.py and build_*.py in their order, writes the pages again, and
prints what the release changed. Needs Go 1.26, and about ten minutes. Run it again for a newer patch of the newest
release.

It writes nothing and ends with 1 if a package cannot be had, with what is missing. It ends with 1, too, if two sources
disagree about the release; then everything is written, and tools/data/disagreements.tsv needs the reason.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import release_packages
from release_packages import MissingError

from tests.peers import MODS, bin_dir

ROOT = Path(__file__).parents[1]
PACKAGES = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kconv/packages"
PAGES = ("command", "rule", "decision", "exactness")

Step = list[str | Path]


def steps(before: str, kubernetes: str) -> list[Step]:
    """What is run, in order, for a patch of the new release and the one of the release before.

    Structure and catalog are built twice: the oracles are asked about the fields of the new release, and what they say
    of defaults stands in the structure, too.
    """
    oracle = f"{kubernetes}={bin_dir() / f'oracle-{kubernetes}'}"
    build = [tool("build_structure", "--packages", PACKAGES), tool("build_catalog")]
    return [
        ["bash", "tests/oracle/pin.sh", kubernetes],
        ["bash", ".ci/build-peers", "oracle"],
        tool("refresh_catalog", "--packages", PACKAGES, "--oracle", oracle),
        tool("refresh_resources", kubernetes),
        tool("refresh_lifecycle", before, kubernetes),
        tool("refresh_enums", kubernetes),
        tool("refresh_patched", "--packages", PACKAGES, kubernetes),
        tool("refresh_zones"),
        *build,
        tool("refresh_defaults"),
        *build,
        *(tool(f"gen_{page}_reference") for page in PAGES),
    ]


def tool(name: str, *arguments: str | Path) -> Step:
    return [sys.executable, f"tools/{name}.py", *arguments]


def run(step: Step) -> int:
    """Run a step and print what it is; its exit code."""
    print("\n$", *("python" if word == sys.executable else word for word in step), flush=True)
    return subprocess.run(step, cwd=ROOT).returncode


def unpin(kubernetes: str) -> None:
    """Take the oracles of other patches of the release away."""
    for pinned in MODS.glob(f"{kubernetes.rpartition('.')[0]}.*"):
        if pinned.name != kubernetes:
            shutil.rmtree(pinned)


def add(minor: int) -> int:
    rows = release_packages.bring(minor, PACKAGES)
    *_, before, release = rows
    print(f"{release.release} from k8s.io/kubernetes v{release.kubernetes}, kubernetes-validate {release.package}")
    release_packages.write(rows)
    unpin(release.kubernetes)
    for step in steps(before.kubernetes, release.kubernetes):
        # build_catalog.py ends with 1 if sources disagree, which is said once more below.
        if run(step) and "tools/build_catalog.py" not in step:
            print(
                f"\n{release.release} is half written: mend what the step above says, and run this again",
                file=sys.stderr,
            )
            return 1
    run(tool("release_changes", release.release))
    return run(tool("build_catalog", "--check"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", metavar="RELEASE", help="a minor release, as 1.32")
    try:
        return add(int(parser.parse_args().release.removeprefix("1.")))
    except MissingError as missing:
        print(f"missing, and nothing was written:\n{missing}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
