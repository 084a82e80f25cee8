"""A declaration is read when its first object is met. That it is there is checked before: a misspelt name is to be
reported also where no such object exists.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kconv import extras
from kconv.errors import UsageError

_SUFFIXES: Final = (".yaml", ".yml", ".json")


def require(declarations: Iterable[str], folder: Path) -> None:
    """Raises UsageError if a file of rules or the module of MODULE or MODULE:NAME is not found, and if pydantic is not
    installed, which a module needs.
    """
    for declaration in declarations:
        if is_file(declaration):
            require_file(declaration, folder)
        else:
            extras.require("crd")
            name, _, place = located(declaration, folder)
            require_module(name, place)


def require_any(declarations: Collection[str]) -> None:
    """Raises UsageError if no declaration is given."""
    if not declarations:
        raise UsageError("no module is given", hint="give its import name, such as acme.backup, or a file of rules")


def is_file(declaration: str) -> bool:
    """Whether a declaration is a file of rules in YAML or JSON, and not a module."""
    return declaration.endswith(_SUFFIXES)


def require_file(declaration: str, folder: Path) -> Path:
    """The path of a file of rules. Raises UsageError if there is none."""
    file = folder / declaration
    if not file.is_file():
        raise UsageError("there is no such file", file=declaration, hint=f"kconv looks in {folder.absolute()}")
    return file


def module_and_name(declaration: str) -> tuple[str, str]:
    """MODULE and NAME of MODULE:NAME, "" for a name that is not given. Raises UsageError for a colon without a name."""
    module, colon, name = declaration.partition(":")
    if colon and not name:
        raise UsageError(f"{declaration!r} has no name behind the colon", hint=f"write {module}, or {module}:NAME")
    return module, name


def located(declaration: str, folder: Path) -> tuple[str, str, Path]:
    """The import name of MODULE, FILE.py, MODULE:NAME or FILE.py:NAME, the name of its resource or "", and the folder
    that it is imported from: a file in a package is imported as a module of it. Raises UsageError.
    """
    module, wanted = module_and_name(declaration)
    if is_file(module):
        raise UsageError("a file of rules has no names of resources", file=module, hint=f"write {module} for all in it")
    if not module.endswith(".py"):
        return module, wanted, folder
    file = require_file(module, folder).absolute()
    parts, place = [file.stem], file.parent
    while (place / "__init__.py").is_file():
        parts, place = [place.name, *parts], place.parent
    name = ".".join(parts)
    if not all(part.isidentifier() for part in parts):
        raise UsageError(f"{name!r} is not the name of a module", file=module, hint="use letters, digits and _ only")
    loaded = getattr(sys.modules[name], "__file__", None) if name in sys.modules else str(file)
    if not loaded or Path(loaded).resolve() != file.resolve():
        raise UsageError(f"Python has another module {name}", file=module, hint="give the file another name")
    return name, wanted, place


def require_module(name: str, folder: Path) -> None:
    """Raises UsageError for a module that is neither in a folder nor on Python's path, and for what is no name of one.

    The folder is on Python's path from now on, as a script's own folder is.
    """
    if not name or not all(part.isidentifier() for part in name.split(".")):
        hint = "write it as in import, acme.backup, acme.backup:BACKUP for one of its resources, or name a .yaml file"
        raise UsageError(f"{name!r} is not the name of a module", hint=hint)
    here = str(folder.absolute())
    if here not in sys.path:
        sys.path.insert(0, here)
    top, *rest = name.split(".")
    spec = None if name in sys.modules else find_spec(top)
    for part in rest if spec else ():
        spec = _inside(spec, part)
    if spec is None and name not in sys.modules:
        raise UsageError(f"there is no module {name}", hint=f"kconv looks in {here} and on PYTHONPATH")


def _inside(package: ModuleSpec | None, name: str) -> ModuleSpec | None:
    """A module of a package, which is not imported."""
    if package is None or package.submodule_search_locations is None:
        return None
    return PathFinder.find_spec(f"{package.name}.{name}", package.submodule_search_locations)
