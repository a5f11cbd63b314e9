"""A new connector package, complete and working: its files come from `resources/new_connector`.

plan = new_package("Weather Alert")
write_folder(plan, Path("weather-alert"), profile)
"""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from connectors.sdk.safe_names import safe_name
from modeler.services.workspace.package_folder import FolderPlan

LONGEST = 60
_TAKEN = ("connectors", "engine", "modeler", "processwright", "resources", "tests")


class NameRefusedError(ValueError):
    """A name from which no connector can be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a connector is called: for people, as an id, as a Python package and as a class."""

    name: str
    id: str
    module: str
    kind: str


def names_for(name: str) -> Names:
    """The names of a new connector; raises `NameRefusedError` where none can be made."""
    shown = " ".join(name.split())
    id = slug(shown)
    if not shown.isprintable() or not id or not id[0].isalpha():
        raise NameRefusedError(f"“{shown}” makes no name for a package: begin it with a letter from A to Z.")
    if len(shown) > LONGEST:
        raise NameRefusedError(f"The name has {len(shown)} characters; use at most {LONGEST}.")
    module = id.replace("-", "_")
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or module in _TAKEN:
        raise NameRefusedError(f"“{module}” is the name of something else in Python; choose another one.")
    if safe_name(module) != module:
        raise NameRefusedError(f"“{module}” cannot be the name of a folder on every system; choose another one.")
    return Names(shown, id, module, "".join(part.capitalize() for part in id.split("-")))


def slug(name: str) -> str:
    """A name in lower case with hyphens, as ids of connectors are; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def new_package(name: str) -> FolderPlan:
    """The files of a package with code and tests, below the package's own folder."""
    names = names_for(name)
    source = f"src/{names.module}"
    plan = FolderPlan()
    plan.add("pyproject.toml", _filled("pyproject.toml.txt", names))
    plan.add("README.md", _filled("README.md.txt", names))
    plan.add(f"{source}/__init__.py", b"")
    plan.add(f"{source}/connector.json", _filled("connector.json.txt", names, f',\n  "run": "run:{names.kind}"'))
    plan.add(f"{source}/icon.svg", new_icon())
    plan.add(f"{source}/run.py", _filled("run.py.txt", names))
    plan.add(f"tests/test_{names.module}.py", _filled("test_connector.py.txt", names))
    return plan


def new_folder(name: str) -> FolderPlan:
    """The files of a connector without code: manifest and icon."""
    plan = FolderPlan()
    plan.add("connector.json", _filled("connector.json.txt", names_for(name)))
    plan.add("icon.svg", new_icon())
    return plan


def new_icon() -> bytes:
    """The icon of a connector that has none of its own yet."""
    return files("resources").joinpath("new_connector", "icon.svg").read_bytes()


def _filled(template: str, names: Names, run: str = "") -> bytes:
    text = files("resources").joinpath("new_connector", template).read_text(encoding="utf-8")
    marks = {"__NAME__": _quoted(names.name), "__ID__": names.id, "__MODULE__": names.module}
    for mark, value in {**marks, "__CLASS__": names.kind, "__RUN__": run}.items():
        text = text.replace(mark, value)
    return text.encode("utf-8")


def _quoted(name: str) -> str:
    """A name that stands in JSON, TOML, Python and Markdown alike."""
    return name.replace("\\", "/").replace('"', "'")
