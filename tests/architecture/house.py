"""What the house looks like from outside: where it stands, which rooms it has, which files a room may hold.

Every checker here and beside takes a folder and returns one sentence per fault, so that the same function looks at the house and at a
planted fault in a test's own folder.
"""

import ast
import configparser
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
HOUSE = "roundtable"

STOREYS = ("casework", "ground", "partnership")
FREE_PLACES = ("config", "ui", "gateways", "kernel", "ground/access")
KINDS = ("rules", "models", "queries", "actions", "pages", "forms", "views", "jobs", "sockets")
FOLDERS = (*KINDS, "management", "migrations", "sql", "templates", "templatetags", "static", "locale", "packs", "tests")
FILES = ("__init__.py", "urls.py", "apps.py", *(f"{kind}.py" for kind in KINDS))
TOP_FILES = ("__init__.py", "__main__.py", "cli.py", "py.typed")
TOP_FOLDERS = (*STOREYS, "config", "ui", "gateways", "kernel", "demo", "home", "fhir", "evaluation", "indicators", "locale")
DRAWERS = ("utils", "util", "helpers", "helper", "misc", "common", "tools", "stuff")

MOST_LINES = 400
MOST_FUNCTION_LINES = 60
USUAL_FUNCTION_LINES = 30

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(src: Path = SRC, *, tests: bool = True, migrations: bool = True) -> Iterator[Path]:
    """Every Python file of the house, in a stable order."""
    for file in sorted((src / HOUSE).rglob("*.py")):
        parts = file.relative_to(src).parts
        if ("tests" in parts and not tests) or ("migrations" in parts and not migrations) or "__pycache__" in parts:
            continue
        yield file


@functools.lru_cache(maxsize=4096)
def _tree(file: Path, stamp: int, size: int) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def tree(file: Path) -> ast.Module:
    """The parsed file; parsed once however many checks look at it."""
    stat = file.stat()
    return _tree(file, stat.st_mtime_ns, stat.st_size)


def kind_of(file: Path, src: Path = SRC) -> str:
    """The kind of a room's file by the floor plan ("rules", "queries", …); empty for files outside the plan.

    >>> kind_of(SRC / HOUSE / "casework/plans/queries/lists.py")
    'queries'
    """
    room = room_of(file, src)
    if not room or room in FREE_PLACES:
        return ""
    inside = file.relative_to(src / HOUSE / room).parts
    return inside[0].removesuffix(".py") if inside else ""


def room_of(file: Path, src: Path = SRC) -> str:
    """The room a file stands in, as a path ("casework/plans", "home"); empty at the top of the house or of a storey."""
    parts = file.relative_to(src / HOUSE).parts
    depth = 2 if parts[0] in STOREYS else 1
    return "/".join(parts[:depth]) if len(parts) > depth else ""


def rooms(src: Path = SRC) -> list[str]:
    """Every room that stands today, storeys opened, free places left out."""
    found = []
    for folder in sorted(path for path in (src / HOUSE).iterdir() if path.is_dir() and path.name in TOP_FOLDERS and path.name != "locale"):
        names = (
            [f"{folder.name}/{room.name}" for room in sorted(folder.iterdir()) if room.is_dir()]
            if folder.name in STOREYS
            else [folder.name]
        )
        found += [name for name in names if name not in FREE_PLACES and not name.endswith("__pycache__")]
    return found


@functools.lru_cache(maxsize=1)
def house_order() -> tuple[tuple[str, ...], ...]:
    """The rooms from the ground up, as the contracts print them; rooms that share a line do not know each other."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    order: list[tuple[str, ...]] = []
    for line in reversed(config["importlinter:contract:storeys"]["layers"].split("\n")):
        names = tuple(name.strip().strip("()") for name in line.split("|") if name.strip())
        if len(names) == 1 and f"importlinter:contract:{names[0]}" in config:
            section = config[f"importlinter:contract:{names[0]}"]["layers"]
            for inner in reversed([layer for layer in section.split("\n") if layer.strip()]):
                order.append(tuple(f"{names[0]}.{name.strip().strip('()')}" for name in inner.split("|")))
        elif names:
            order.append(names)
    return tuple(order)


def stray_names(src: Path = SRC) -> list[str]:
    """Files and folders that are not in the floor plan."""
    faults = []
    for entry in sorted((src / HOUSE).iterdir()):
        if entry.name != "__pycache__" and entry.name not in (TOP_FOLDERS if entry.is_dir() else TOP_FILES):
            faults.append(f"{entry.name}: not a place of the house")
    for storey in STOREYS:
        faults += [
            f"{storey}/{file.name}: a storey holds rooms only" for file in (src / HOUSE / storey).glob("*.*") if file.name != "__init__.py"
        ]
    for room in rooms(src):
        for entry in sorted((src / HOUSE / room).iterdir()):
            if entry.name != "__pycache__" and entry.name not in (FOLDERS if entry.is_dir() else FILES):
                faults.append(f"{room}/{entry.name}: not in the floor plan")
        own = room.rpartition("/")[2]
        templates = src / HOUSE / room / "templates"
        for entry in sorted(templates.iterdir()) if templates.is_dir() else []:
            if entry.name != own:
                faults.append(f"{room}/templates/{entry.name}: a room's templates stand in templates/{own}")
    return faults


def doubled_kinds(src: Path = SRC) -> list[str]:
    """A kind that is a file and a folder at once: Python would silently take the folder."""
    return [
        f"{room}/{kind}: both a file and a folder"
        for room in rooms(src)
        for kind in KINDS
        if (src / HOUSE / room / kind).is_dir() and (src / HOUSE / room / f"{kind}.py").exists()
    ]


def unseen_folders(src: Path = SRC) -> list[str]:
    """Folders with Python in them but no `__init__.py`: the contracts would not see them."""
    folders = {file.parent for file in python_files(src)}
    return [f"{folder.relative_to(src)}: no __init__.py" for folder in sorted(folders) if not (folder / "__init__.py").exists()]


def busy_room_doors(src: Path = SRC) -> list[str]:
    """Code in the `__init__.py` of a room or storey: importing any file of the room would run it."""
    faults = []
    for place in [*STOREYS, *rooms(src)]:
        door = src / HOUSE / place / "__init__.py"
        body = tree(door).body if door.exists() else []
        if any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in body):
            faults.append(f"{place}/__init__.py: holds code")
    return faults


def drawers(*folders: Path) -> list[str]:
    """Files and folders whose name says nothing about the field."""
    return [
        f"{path.relative_to(folder)}: a drawer, name what is in it"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.name.split(".")[0] in DRAWERS and "node_modules" not in path.parts and "__pycache__" not in path.parts
    ]


def long_files(src: Path = SRC) -> list[str]:
    """Python files over the limit; such a file becomes a folder of the same name."""
    faults = []
    for file in python_files(src, migrations=False):
        lines = file.read_text(encoding="utf-8").count("\n")
        if lines > MOST_LINES:
            faults.append(f"{file.relative_to(src)}: {lines} lines, at most {MOST_LINES}")
    return faults


def functions(file: Path) -> Iterator[type_of_function]:
    """Every function and method of a file, inner ones too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def function_lines(function: type_of_function) -> int:
    """Lines of a function without its decorators and docstring: a well-described function is not a long one."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def long_functions(src: Path = SRC) -> list[str]:
    """Functions over the limit."""
    return [
        f"{file.relative_to(src)}:{function.lineno} {function.name}: {function_lines(function)} lines, at most {MOST_FUNCTION_LINES}"
        for file in python_files(src, migrations=False)
        for function in functions(file)
        if function_lines(function) > MOST_FUNCTION_LINES
    ]


def usual_length(src: Path = SRC) -> int:
    """The length that 95 of 100 functions keep below."""
    lengths = sorted(function_lines(function) for file in python_files(src, migrations=False) for function in functions(file))
    return lengths[int(len(lengths) * 0.95)] if lengths else 0
