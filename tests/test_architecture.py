"""House rules that imports alone cannot show, each read from the syntax tree of our own code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("api", "admin_ui", "citizen_ui", "web", "workers", "cli", "domain", "views", "storage")
DOORS = ("api", "admin_ui", "citizen_ui", "web", "workers")
MODULES = (
    "app",
    "house",
    "preferring",
    "probes",
    "proxies",
    "remembering",
    "settings",
    "throttling",
    "waiting",
    "wakeups",
)
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
TABLES = {"storage", "tortoise", "asyncpg"}
FOREIGN_TO_RULES = {"starlette", "strawberry", "graphql", "redis", "arq", "httpx", "jinja2", "settings", "typer"}
LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 300, 400, 60


def room(name: str) -> Iterator[Path]:
    yield from sorted((ROOT / name).rglob("*.py"))


def house() -> Iterator[Path]:
    """All of our code but the migrations, whose first draft is the machine's."""
    yield from (ROOT / f"{name}.py" for name in MODULES)
    for name in ROOMS:
        yield from (path for path in room(name) if path.parent.name != "migrations")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def imported(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The top-level packages a module imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node


def attributes(path: Path) -> Iterator[ast.Attribute]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))


@pytest.mark.parametrize("door", DOORS)
def test_no_door_touches_the_tables(door: str) -> None:
    assert not [where(path, node) for path in room(door) for name, node in imported(path) if name in TABLES]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_writes_a_row(door: str) -> None:
    """Rows come from use cases; a door that saves one has taken a rule into its own hands."""
    assert not [where(path, node) for path in room(door) for node in attributes(path) if node.attr in WRITES]


def test_the_rules_know_neither_transport_nor_environment() -> None:
    rooms = [path for name in ("domain", "storage", "views") for path in room(name)]
    assert not [where(path, node) for path in rooms for name, node in imported(path) if name in FOREIGN_TO_RULES]


def test_every_process_is_opened_by_one_function_that_knows_no_door() -> None:
    """Keys, seal, addresses and connections are handed over by `house.opened`, and by nobody else."""
    opening = re.compile(r"\b(keys|views|addresses)\.use\(|\b(database|reading)\.connect\(")
    root = ROOT / "house.py"
    assert not {name for name, _ in imported(root)} & {*DOORS, "cli", "app"}
    assert not [
        str(path.relative_to(ROOT))
        for path in house()
        if path != root
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and opening.match(f"{ast.unparse(node.func)}(")
    ]


def test_a_transaction_has_one_door() -> None:
    allowed = ROOT / "storage" / "transactions.py"
    assert not [
        where(path, node)
        for path in house()
        if path != allowed
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.alias) and node.name in ("in_transaction", "atomic"))
        or (isinstance(node, ast.Attribute) and node.attr in ("in_transaction", "_in_transaction"))
    ]


def test_nobody_passes_the_connection_of_a_transaction_on() -> None:
    """Whatever runs within `transaction()` takes part in it, so that nothing is written beside it by mistake."""
    assert not [
        f"{where(path, node)} {node.name}"
        for path in room("domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for given in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if given.arg == "connection" or "Connection" in ast.unparse(given.annotation or ast.Constant(""))
    ]


@pytest.mark.parametrize("place", ["domain", "storage", "views", "workers", "api"])
def test_nobody_asks_this_machine_what_time_it_is(place: str) -> None:
    """The database decides; elsewhere time only passes (monotonic)."""
    clocks = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
    asked = [
        where(path, node)
        for path in room(place)
        for node in attributes(path)
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in clocks
    ]
    assert not asked


def test_the_environment_is_read_in_one_place() -> None:
    """`up` is the exception: they make the environment of the others."""
    paths = [path for path in house() if path.name != "settings.py" and path.parent != ROOT / "cli" / "up"]
    assert not [where(path, node) for path in paths for node in attributes(path) if node.attr in ("environ", "getenv")]


def test_every_module_says_what_it_is_for() -> None:
    assert not [
        str(path.relative_to(ROOT)) for path in house() if not ast.get_docstring(tree(path)) and tree(path).body
    ]


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert not [
        f"{path.relative_to(ROOT)}:{number}"
        for path in house()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if words.search(line)
    ]


def test_no_test_is_skipped() -> None:
    forbidden = {"skip", "skipif", "xfail", "importorskip"}
    assert not [where(path, node) for path in room("tests") for node in attributes(path) if node.attr in forbidden]


def test_no_file_becomes_an_attic() -> None:
    limits = [(path, LONGEST_FILE) for path in house()] + [(path, LONGEST_TEST) for path in room("tests")]
    assert not [
        f"{path.relative_to(ROOT)} has {length} lines"
        for path, limit in limits
        if (length := len(path.read_text("utf-8").splitlines())) > limit
    ]
    attics = {"utils", "helpers", "common", "service", "services", "base", "misc", "actions", "manager"}
    assert not [str(path.relative_to(ROOT)) for path in house() if path.stem in attics]


def test_no_function_hides_a_chapter() -> None:
    assert not [
        f"{where(path, node)} {node.name}"
        for path in house()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]


def test_views_and_the_api_import_one_another_in_one_direction() -> None:
    """What a file needs stands at its head: an import inside a function, or for types only, hides a circle. One file
    tells the nouns of the schema of one another: a rating has its order, and an order its rating.
    """
    nouns = ROOT / "api" / "nouns" / "later.py"
    assert not [
        where(path, node)
        for path in (*room("views"), *room("api"))
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(outer, ast.If) and ast.unparse(outer.test) == "TYPE_CHECKING" and path != nouns)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
