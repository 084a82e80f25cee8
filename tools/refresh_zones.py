"""Write schemas/zones.tsv: the time zones that Go knows, which the binary of an API server contains (time/tzdata).

    python tools/refresh_zones.py

They are the names in lib/time/zoneinfo.zip of the installed Go. A row is a folder of the IANA database with the names
in it; those of the first row are not in a folder.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from zipfile import ZipFile

TABLE = Path(__file__).parent.parent / "schemas/zones.tsv"


def main() -> None:
    root = subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
    with ZipFile(Path(root) / "lib/time/zoneinfo.zip") as database:
        names = [name for name in database.namelist() if not name.endswith("/")]
    folders: dict[str, list[str]] = {}
    for name in sorted(names):
        folder, _, zone = name.rpartition("/")
        folders.setdefault(folder, []).append(zone)
    lines = [f"{folder}\t{' '.join(zones)}\n" for folder, zones in sorted(folders.items())]
    TABLE.write_text("folder\tzones\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
