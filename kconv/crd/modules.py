"""A declaration is a Python module, in which what is there is found by what it is and not by its name, or a file of
rules.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kconv.crd.available import is_file, located, require_file, require_module
from kconv.crd.custom_resource import CustomResource
from kconv.crd.faults import DeclarationError, Fault
from kconv.crd.history import Version
from kconv.crd.source import Place
from kconv.crd.version_facts import declared
from kconv.errors import UsageError


def resources_in(target: str, folder: Path | None = None) -> list[CustomResource]:
    """The custom resources of MODULE or FILE.py, the one called MODULE:NAME, or those of a file of rules in YAML.

    A class in the module itself that no table has is a resource of one version. Modules and files are looked for in a
    folder, the current one by default. Raises UsageError, and DeclarationError for a declaration that cannot be.
    """
    if is_file(target):
        from kconv.crd.rulesfile import resources_of

        return resources_of(require_file(target, folder or Path()))
    name, wanted, place = located(target, folder or Path.cwd())
    module = _imported(name, place)
    if wanted:
        return [_named(module, name, wanted)]
    found = [value for value in vars(module).values() if isinstance(value, CustomResource)]
    found = list({id(each): each for each in found}.values())
    known = {version.model for each in found for version in each.versions}
    alone = [value for value in vars(module).values() if _is_version(value) and value.__module__ == name]
    for each in dict.fromkeys(alone):
        if each not in known:
            _refuse_part(each, name)
            found.append(CustomResource(Version(each)))
    if not found:
        hint = "declare a class with @api_version(…), or a table with CustomResource(Version(…), …)"
        raise UsageError(f"the module {name} has no custom resource", hint=hint)
    return found


def _is_version(value: object) -> bool:
    return isinstance(value, type) and declared(value) is not None


def _named(module: ModuleType, name: str, wanted: str) -> CustomResource:
    value = getattr(module, wanted, None)
    if isinstance(value, CustomResource):
        return value
    if isinstance(value, type) and declared(value) is not None:
        _refuse_part(value, name)
        return CustomResource(Version(value))
    from kconv.settings import closest

    known = tuple(key for key, each in vars(module).items() if isinstance(each, CustomResource) or _is_version(each))
    raise UsageError(f"{name} has no custom resource {wanted}", hint=closest(wanted, known) if known else "")


def _refuse_part(cls: type, name: str) -> None:
    """A version alone would replace a definition that has others."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        package = sys.modules.get(".".join(parts[:length]))
        for key, value in vars(package).items() if package else ():
            if isinstance(value, CustomResource) and any(version.model is cls for version in value.versions):
                where = f"{'.'.join(parts[:length])}:{key}"
                raise UsageError(f"{cls.__name__} is only one version of {where}", hint=f"name {where}")


def _imported(name: str, folder: Path) -> ModuleType:
    require_module(name, folder)
    try:
        with redirect_stdout(sys.stderr):  # which a report or a manifest may be read from
            return import_module(name)
    except (DeclarationError, KeyboardInterrupt):
        raise
    except BaseException as error:  # a module may also exit, or raise an exception of its own that is no Exception
        raise _failed(name, error) from error


def _failed(name: str, error: BaseException) -> DeclarationError:
    """What a declaration raised, at the last line of it that is not kconv's or pydantic's."""
    place, trace = Place(), error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not any(part in file for part in ("/kconv/", "/pydantic/", "<frozen", "site-packages")):
            place = Place(file, trace.tb_lineno)
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        place = Place(error.filename, error.lineno or 1)
    why = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
    return DeclarationError([Fault(place, "", f"{name} cannot be imported: {why}")])
