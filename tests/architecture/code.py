"""What may stand in Python code: annotations, docstrings, no clock, no SQL outside its places, refusals that somebody tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .house import HOUSE, SRC, functions, kind_of, python_files, room_of, tree

DESCRIBED = ("rules", "actions", "queries")
CLOCKLESS = ("rules", "actions", "queries", "pages")
CLOCK = re.compile(
    r"(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.(?:now|localtime|localdate)|time\.(?:time|time_ns|localtime|gmtime))$"
)
CLOCK_NAMES = {"django.utils.timezone": {"now", "localtime", "localdate"}, "time": {"time", "time_ns", "localtime", "gmtime"}}

# SafeString as a type is fine (format_html returns one); made by hand it is mark_safe by another name.
UNSAFE = {"mark_safe", "html_safe"}
UNSAFE_CALLS = {"SafeString", "SafeText"}
# The one file that joins pieces escaped one by one: rendered templates, and SVG whose every name is escaped (its tests are hostile).
MARKUP_PLACE = "ui/templatetags/ui.py"

# Who may write SQL, and why. Everybody else asks the database through models.
SQL_PLACES = {
    "ground/": "policies, definer functions and logins are the product's heart",
    "casework/casefile/queries": "one time line over many rooms is one statement",
    "casework/cases/queries": "whom to ring after a course comes with the yes to it, also inside another room's statement",
    "casework/roundtables/queries/ending": "the next meeting and the end of a course are one statement on a first page and a sheet",
    "casework/afterwards/queries": "meetings ahead and calls due on all the courses of a first page are one statement",
    "demo/": "synthetic populations are loaded by COPY",
    "config/": "wires the logins; asks the server whether it lives",
    "gateways/": "starts and talks to the database server itself",
    "cli.py": "creates and checks the database",
}
SQL_CALLS = {"cursor", "raw", "extra", "executemany", "execute", "copy"}
SQL_NAMES = {"RawSQL", "connection", "connections", "RunSQL"}
SQL_TEXT = re.compile(r"^\s*(?:SELECT\s.+\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\()", re.DOTALL)


def where(file: Path, src: Path, node: ast.AST) -> str:
    return f"{file.relative_to(src)}:{getattr(node, 'lineno', 1)}"


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression; what is not a name becomes `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def docstrings(module: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings, so that prose about SQL is not taken for SQL."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def texts(file: Path) -> Iterator[ast.Constant]:
    """Every string of a file but its docstrings; the fixed parts of f-strings included."""
    module = tree(file)
    described = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node


def unannotated(src: Path = SRC) -> list[str]:
    """Functions with an argument or a result that has no type."""
    faults = []
    for file in python_files(src, tests=False, migrations=False):
        for function in functions(file):
            spec = function.args
            named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, [spec.vararg, spec.kwarg])]
            bare = [
                argument.arg
                for number, argument in enumerate(named)
                if argument.annotation is None and not (number == 0 and argument.arg in ("self", "cls"))
            ]
            if function.returns is None:
                bare.append("return")
            if bare:
                faults.append(f"{where(file, src, function)} {function.name}: no type for {', '.join(bare)}")
    return faults


def undescribed(src: Path = SRC) -> list[str]:
    """Public functions of rules, actions and queries without a docstring."""
    return [
        f"{where(file, src, node)} {node.name}: no docstring"
        for file in python_files(src, tests=False, migrations=False)
        if kind_of(file, src) in DESCRIBED
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def system_clock(src: Path = SRC) -> list[str]:
    """Uses of this machine's clock where time is handed in."""
    faults = []
    for file in python_files(src, tests=False, migrations=False):
        if kind_of(file, src) not in CLOCKLESS and room_of(file, src) != "kernel":
            continue
        # `localtime(moment)` turns a moment that was handed in into local time; without a moment it reads the clock.
        calls = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Call) and node.args]
        turned = {id(call.func) for call in calls if dotted(call.func).endswith(("localtime", "localdate"))}
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and CLOCK.search(dotted(node)) and id(node) not in turned:
                faults.append(f"{where(file, src, node)} {dotted(node)}: time is handed in")
            if isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & CLOCK_NAMES.get(node.module or "", set()):
                faults.append(f"{where(file, src, node)} import from {node.module}: time is handed in")
    return faults


def unsafe_markup(src: Path = SRC) -> list[str]:
    """Names that switch off escaping."""
    faults = []
    for file in python_files(src, migrations=False):
        if file.as_posix().endswith(MARKUP_PLACE):
            continue
        for node in ast.walk(tree(file)):
            names: set[str] = set()
            if isinstance(node, ast.ImportFrom):
                names = {alias.name for alias in node.names} & UNSAFE
            elif isinstance(node, ast.Attribute):
                names = {node.attr} & UNSAFE
            elif isinstance(node, ast.Call):
                names = {dotted(node.func).rpartition(".")[2]} & UNSAFE_CALLS
            faults += [f"{where(file, src, node)} {name}: markup is escaped or built by format_html" for name in sorted(names)]
    return faults


def _calls_of_set_config(text: str) -> Iterator[str]:
    """The last argument of each set_config call in a piece of SQL; empty where the call does not end in the text."""
    for found in re.finditer(r"\bset_config\s*\(", text, re.IGNORECASE):
        depth, start = 1, found.end()
        for position in range(start, len(text)):
            depth += {"(": 1, ")": -1}.get(text[position], 0)
            if depth == 0:
                yield text[start:position].rpartition(",")[2].strip()
                break
        else:
            yield ""


def session_settings(src: Path = SRC) -> list[str]:
    """set_config outside ground/access, and anywhere one that outlives its transaction on a pooled connection."""
    faults = []
    pieces: list[tuple[Path, str, int]] = []
    for file in python_files(src, tests=False):
        pieces += [(file, str(node.value), node.lineno) for node in texts(file)]
    for file in sorted((src / HOUSE).rglob("*.sql")):
        pieces.append((file, re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8")), 1))
    for file, text, line in pieces:
        for last in _calls_of_set_config(text):
            if room_of(file, src) != "ground/access":
                faults.append(f"{file.relative_to(src)}:{line} set_config: only the acting context says who acts")
            if last.lower() != "true":
                faults.append(f"{file.relative_to(src)}:{line} set_config(…, {last or '?'}): must be local to its transaction")
        if re.search(r"\bSET\s+(?:SESSION\s+)?rt\.", text):
            faults.append(f"{file.relative_to(src)}:{line} SET: lives as long as the connection")
    return faults


def raw_sql(src: Path = SRC) -> list[str]:
    """SQL in Python outside the places that may write it."""
    faults = []
    for file in python_files(src, tests=False, migrations=False):
        if any(str(file.relative_to(src / HOUSE)).startswith(place) for place in SQL_PLACES):
            continue
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SQL_CALLS - {"copy"}:
                faults.append(f"{where(file, src, node)} .{node.func.attr}(): raw SQL")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.db", "psycopg")):
                faults += [f"{where(file, src, node)} {alias.name}: raw SQL" for alias in node.names if alias.name in SQL_NAMES]
        faults += [f"{file.relative_to(src)}:{text.lineno} SQL text" for text in texts(file) if SQL_TEXT.match(str(text.value))]
    return faults


def reached_tables(src: Path = SRC) -> list[str]:
    """Tables of another room fetched by name, past the import contracts."""
    faults = []
    for file in python_files(src, tests=False, migrations=False):
        own = room_of(file, src).rpartition("/")[2]
        for node in ast.walk(tree(file)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_model"):
                continue
            first = node.args[0] if node.args else None
            label = str(first.value).partition(".")[0] if isinstance(first, ast.Constant) else "?"
            if label != own:
                faults.append(f"{where(file, src, node)} get_model({label}): tables are private to their room")
    return faults


def housebound_migrations(src: Path = SRC) -> list[str]:
    """Migrations that import the house (they must run the same in ten years), but for the policy templates of access."""
    faults = []
    for file in python_files(src):
        if "migrations" not in file.parts:
            continue
        for node in ast.walk(tree(file)):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            faults += [
                f"{where(file, src, node)} {name}: a migration imports nothing of the house"
                for name in names
                if name.split(".")[0] == HOUSE and not name.startswith(f"{HOUSE}.ground.access")
            ]
    return faults


def forked_migrations(src: Path = SRC) -> list[str]:
    """Two migrations of one room with the same number."""
    seen: dict[tuple[Path, str], Path] = {}
    faults = []
    for file in python_files(src):
        if file.parent.name != "migrations" or not re.match(r"\d{4}_", file.name):
            continue
        first = seen.setdefault((file.parent, file.name[:4]), file)
        if first is not file:
            faults.append(f"{file.relative_to(src)}: same number as {first.name}")
    return faults


def twice_defined(src: Path = SRC) -> list[str]:
    """Functions of the database that are defined twice, or not in the SQL of a room: nobody has to wonder which is the last."""
    seen: dict[str, str] = {}
    faults = []
    for file in sorted((src / HOUSE).rglob("*")):
        if file.suffix not in (".sql", ".py") or "tests" in file.parts:
            continue
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        for found in re.finditer(r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\s+([\w.]+)", text, re.IGNORECASE):
            place, name = f"{file.relative_to(src)}", found.group(1).lower()
            if file.parent.name != "sql":
                faults.append(f"{place} {name}: a function stands in the sql folder of its room")
            if name in seen:
                faults.append(f"{place} {name}: defined in {seen[name]} already")
            seen.setdefault(name, place)
    return faults


def assigned(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """What a class sets in its body, annotated or not: (name, value)."""
    for line in node.body:
        if isinstance(line, ast.Assign):
            yield from ((dotted(target), line.value) for target in line.targets)
        elif isinstance(line, ast.AnnAssign) and line.value is not None:
            yield dotted(line.target), line.value


def refusal_classes(src: Path = SRC) -> dict[str, tuple[str, str]]:
    """Every refusal of the house: class name → (stable code, where it stands)."""
    classes: dict[str, tuple[list[str], str, str]] = {}
    for file in python_files(src, tests=False, migrations=False):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef):
                code = next((str(value.value) for name, value in assigned(node) if name == "code" and isinstance(value, ast.Constant)), "")
                classes[node.name] = ([dotted(base).rpartition(".")[2] for base in node.bases], code, where(file, src, node))
    found = {"Refusal"}
    while more := {name for name, (bases, _, _) in classes.items() if name not in found and found & set(bases)}:
        found |= more
    return {name: classes[name][1:] for name in sorted(found - {"Refusal"}) if name in classes}


def untested_refusals(src: Path, tests: str) -> list[str]:
    """Refusals whose class and code no test mentions. `tests` is the text of all tests together."""
    return [
        f"{place} {name}: no test mentions it or its code"
        for name, (code, place) in refusal_classes(src).items()
        if not re.search(rf"\b{name}\b", tests) and not (code and re.search(rf"[\"']{re.escape(code)}[\"']", tests))
    ]


def doubled_codes(src: Path = SRC) -> list[str]:
    """Two refusals with the same stable code, or one without a code of its own."""
    seen: dict[str, str] = {}
    faults = []
    for name, (code, place) in refusal_classes(src).items():
        if not code:
            faults.append(f"{place} {name}: no code of its own")
        elif code in seen:
            faults.append(f"{place} {name}: code {code} is {seen[code]}'s")
        seen.setdefault(code, name)
    return faults


def untranslatable(src: Path = SRC) -> list[str]:
    """Words of forms and refusals that bypass gettext."""
    keys = {"label", "help_text", "empty_label", "error_messages"}
    refusals = set(refusal_classes(src)) | {"Refusal"}
    faults = []
    for file in python_files(src, tests=False, migrations=False):
        for node in ast.walk(tree(file)):
            bare: list[ast.expr] = []
            if isinstance(node, ast.Call) and kind_of(file, src) == "forms":
                bare = [word.value for word in node.keywords if word.arg in keys]
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in refusals:
                bare += node.args[:1]
            if isinstance(node, ast.ClassDef) and node.name in refusals:
                bare += [value for name, value in assigned(node) if name == "message"]
            faults += [
                f"{where(file, src, word)} {word.value!r}: not marked for translation"
                for word in bare
                if isinstance(word, ast.Constant) and isinstance(word.value, str) and re.search(r"[^\W\d_]", word.value)
            ]
    return faults
