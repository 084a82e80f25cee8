"""The models as Python source, for editors and type checkers, which do not see classes built while a program runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kconv.models.build import Attribute, Built

_KEY = re.compile(r"\{([^{}]+)\}")


def source(roots: Iterable[tuple[Built, dict[str, Built]]], imported: Iterable[str]) -> str:
    """A module with the classes of the roots and all that they reach. Each root comes with the models around it."""
    found: dict[str, Built] = {}
    for root, built in roots:
        _collect(root, built, found)
    names = _names(found)
    classes = "\n\n".join("".join(_class(one, names, key)) for key, one in found.items())
    typed = [name for name in imported if re.search(rf"\b{name}\b", classes)]
    used = [name for name in ("Any", "Literal") if re.search(rf"\b{name}\b", classes)]
    head = [
        "from __future__ import annotations\n",
        f"from typing import {', '.join(used)}\n" if used else "",
        "from pydantic import Field\n" if "Field(" in classes else "",
        f"from kconv.models import {', '.join(sorted(typed))}\n",
    ]
    return "\n".join(line for line in head if line) + f"\n\n{classes}"


def _collect(one: Built, built: dict[str, Built], found: dict[str, Built]) -> None:
    """The models below one, each before those that hold it."""
    key = next(key for key, each in built.items() if each is one)
    if key in found:
        return
    found[key] = one
    for attribute in one.attributes:
        for below in _KEY.findall(attribute.typed.text):
            _collect(built[below], built, found)
    found[key] = found.pop(key)


def _names(found: dict[str, Built]) -> dict[str, str]:
    """A class name for each model: the definition's own, with its group and version where two have the same."""
    names: dict[str, str] = {}
    for key in reversed(found):
        short = found[key].model.__name__
        words = re.split(r"\W+", found[key].definition)
        full = "".join(word[:1].upper() + word[1:] for word in words)
        names[key] = next(name for name in (short, full, f"{full}{len(names)}") if name not in names.values())
    return names


def _class(one: Built, names: dict[str, str], key: str) -> Iterator[str]:
    yield f'class {names[key]}(Model):\n    """{one.model.__doc__}"""\n\n'
    for attribute in one.attributes:
        yield f"    {attribute.name}: {_written(attribute, names)}\n"


def _written(attribute: Attribute, names: dict[str, str]) -> str:
    text = _KEY.sub(lambda found: names[found[1]], attribute.typed.text)
    if attribute.alias != attribute.name:
        start = "" if attribute.required else "default=None, "
        return f'{text} = Field({start}alias="{attribute.alias}")'
    return text if attribute.required else f"{text} = None"
