"""The `roundtable` command: the demo, the pages, and Django's commands on a running database."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from types import FrameType

from roundtable.gateways.ports import PortTaken, listen_on
from roundtable.gateways.postgres import (
    DEMO_MARKER,
    SIGNING_IN,
    Cluster,
    ClusterTrouble,
    External,
    NoPostgres,
    default_folder,
    from_environment,
    logins_script,
    passwords_for,
    put_back,
    scram_verifier,
    take_copy,
)

PACKAGE = Path(__file__).parent
SETTINGS = "roundtable.config.settings"
# Subcommands that are a management command under another name or with a fixed option.
DELEGATED = {
    "migrate": ["setup_database"],
    "check": ["check_live"],
    "import-cases": ["import_cases"],
    "import-fhir": ["import_fhir"],
    "law": ["law"],
}
STAMP, WITHOUT_DATABASE = "prepared", ["law"]


class Trouble(Exception):
    """The command cannot go on; the message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; anticipated trouble is one sentence and exit code 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background has it ignored
    signal.signal(signal.SIGTERM, _leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, _leave)
    arguments, rest = _parser().parse_known_args(argv)
    if rest and arguments.command not in (*DELEGATED, "manage"):
        _parser().error(f"unknown: {' '.join(rest)}")
    if arguments.leash:
        threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        if arguments.command == "demo":
            return demo(arguments.data, arguments.port, browser=not arguments.no_browser)
        if arguments.command == "serve":
            return serve(arguments.host, arguments.port, arguments.workers, prepared=arguments.leash)
        if arguments.command == "logins-sql":
            return logins_sql(arguments.passwords, arguments.database)
        if arguments.command == "backup":
            return backup(arguments.file.absolute())
        if arguments.command == "restore":
            return restore(arguments.file.absolute())
        return manage([*DELEGATED.get(arguments.command, []), *rest], prepared=arguments.leash)
    except (ClusterTrouble, NoPostgres, PortTaken, Trouble) as trouble:
        print(f"roundtable: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before it was ready.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="roundtable", allow_abbrev=False, description=__doc__)
    parser.add_argument("--leash", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo_parser = commands.add_parser("demo", allow_abbrev=False, help="set up the demo programme and open it in the browser")
    demo_parser.add_argument("--port", type=int, default=8000)
    demo_parser.add_argument("--data", type=Path, default=None, help="folder of the demo's data")
    demo_parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve_parser = commands.add_parser("serve", allow_abbrev=False, help="serve the pages")
    serve_parser.add_argument("--host", default="localhost")
    serve_parser.add_argument("--port", type=int, default=8000)
    serve_parser.add_argument("--workers", type=int, default=1)
    sql_parser = commands.add_parser("logins-sql", allow_abbrev=False, help="print SQL that prepares a PostgreSQL server of your own")
    sql_parser.add_argument("--passwords", type=Path, required=True, help="JSON file for the passwords; made when it is not there")
    sql_parser.add_argument("--database", default="roundtable")
    backup_parser = commands.add_parser("backup", allow_abbrev=False, help="copy the whole database into one file")
    backup_parser.add_argument("file", type=Path)
    restore_parser = commands.add_parser("restore", allow_abbrev=False, help="put such a copy back, into a data folder without a database")
    restore_parser.add_argument("file", type=Path)
    for name, text in (
        ("manage", "run a Django management command"),
        ("migrate", "bring the database up to date"),
        ("check", "look for gaps in the live database: policies and log"),
        ("import-cases", "import referrals from a CSV file"),
        ("import-fhir", "import FHIR R4 resources"),
        ("law", "look at the rules of law, or reckon the dates of an absence"),
    ):
        commands.add_parser(name, add_help=False, allow_abbrev=False, help=text)
    return parser


# -- the database -------------------------------------------------------------------------------------------------------------


@contextmanager
def _database(*, prepared: bool = False, loading: str = "") -> Iterator[Cluster | External]:
    """This process's database, running for the length of the block, its logins in place; `loading`: a module to load while it starts."""
    database = from_environment()
    if isinstance(database, External):
        yield database
        return
    with database.kept():
        if prepared and loading:
            import_module(loading)
        database.start()
        if not prepared:
            database.ensure_logins()
            database.ensure_database(os.environ.get("ROUNDTABLE_DATABASE", "roundtable"))
        yield database


def manage(arguments: Sequence[str], *, prepared: bool = False) -> int:
    """One Django management command, on a running database; what reads files alone starts none."""
    from django.core.management import execute_from_command_line
    from django.db.utils import ProgrammingError

    with nullcontext() if arguments[:1] == WITHOUT_DATABASE else _database(prepared=prepared) as database:
        try:
            execute_from_command_line(["roundtable", *arguments])
        except ProgrammingError as problem:
            if getattr(problem.__cause__, "sqlstate", "") != "42P01":  # undefined table
                raise
            where = f"in {database.folder}" if isinstance(database, Cluster) else "named by DATABASE_URL"
            raise Trouble(
                f"The database {where} has no tables of Roundtable yet. Name the folder that is meant in ROUNDTABLE_DATA "
                "(the demo prints its own after “Data:”), or make the tables with: roundtable migrate"
            ) from problem
    return 0


def logins_sql(passwords: Path, database: str) -> int:
    """Print the SQL of the logins; their passwords go to a 0600 file, and into the SQL only as SCRAM verifiers."""
    if not database.isidentifier():
        raise Trouble(f"{database!r} is not a plain name for a database. Use letters, digits and _.")
    known = passwords_for(passwords.absolute(), SIGNING_IN)
    print(logins_script({login: scram_verifier(known[login]) for login in SIGNING_IN}, database), end="")
    return 0


def backup(file: Path) -> int:
    """The whole database in one file. Keys, heads and secret are not in it: they are kept apart from it."""
    with _database() as database:
        take_copy(database, file, _name(database))
    print(f"The database is in {file}. Keep the keys, the heads of the read log and the secret too, and apart from it.")
    return 0


def restore(file: Path) -> int:
    """A copy of the database becomes the database of a new data folder; somebody else's server is restored by its own means."""
    database = from_environment()
    if isinstance(database, External):
        raise Trouble("DATABASE_URL is set. Restore there as its superuser, with pg_restore; docs/howto/restore.md says how.")
    with database.in_use():
        put_back(database, file, _name(database) or "roundtable")
    print(f"The database of {file.name} is in {database.folder}. Put keys, log-heads and secret beside it; docs/howto/restore.md goes on.")
    return 0


def _name(database: Cluster | External) -> str | None:
    """The database's name inside the server; None leaves it to DATABASE_URL."""
    return os.environ.get("ROUNDTABLE_DATABASE") or ("roundtable" if isinstance(database, Cluster) else None)


# -- the pages ----------------------------------------------------------------------------------------------------------------


def serve(host: str, port: int, workers: int, *, prepared: bool = False) -> int:
    """Serve the pages until told to stop. `localhost` answers on 127.0.0.1 and, where there is one, on ::1."""
    import uvicorn

    options = {
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "lifespan": "on",
        "ws": "websockets-sansio",
        "ws_per_message_deflate": False,  # frames of two hundred bytes: packing them costs more than sending them
        "timeout_graceful_shutdown": 5,
    }
    application = "roundtable.config.asgi:application"
    with _database(prepared=prepared, loading=application.partition(":")[0]):
        if workers > 1:
            uvicorn.run(application, host=host, port=port, workers=workers, **options)  # type: ignore[arg-type]
            return 0
        with ExitStack() as stack:
            sockets = [stack.enter_context(found) for found in listen_on(host, port)]
            uvicorn.Server(uvicorn.Config(application, host=host, port=port, **options)).run(sockets=sockets)  # type: ignore[arg-type]
    return 0


# -- the demo -----------------------------------------------------------------------------------------------------------------


def demo(data: Path | None, port: int, *, browser: bool) -> int:
    """The demo programme on localhost, until Ctrl-C: its own database server, the pages, the worker.

    What was written stays for the next start. A database named in DATABASE_URL is never touched: in the demo anyone may sign in as anyone.
    """
    began = time.monotonic()
    if os.environ.pop("DATABASE_URL", None):
        print("DATABASE_URL is set. The demo leaves that database alone and uses its own.")
    if not 0 < port < 65536:
        raise Trouble(f"{port} is not a port. Choose one from 1024 to 65535: make demo PORT=8000")
    for free in listen_on("localhost", port):
        free.close()
    cluster = Cluster((data or default_folder()).absolute())
    for other in ("ROUNDTABLE_DATABASE", "ROUNDTABLE_TESTING"):
        os.environ.pop(other, None)
    os.environ |= {"ROUNDTABLE_DEMO": "1", "ROUNDTABLE_DATA": str(cluster.folder), "ROUNDTABLE_ADDRESS": f"http://localhost:{port}"}
    _claim(cluster)
    with ExitStack() as stack:
        if not stack.enter_context(cluster.places.locked("demo", seconds=0)):
            raise Trouble(f"The demo in {cluster.folder} is running already. Stop it with Ctrl-C, or choose another folder: DATA=…")
        pages = ("serve", "--port", str(port))
        with ExitStack() as early:
            # What this very version has prepared needs nothing but the pages: they load while the database server starts.
            children = [early.enter_context(_child(*pages))] if _is_prepared(cluster) else []
            stack.enter_context(cluster.in_use())
            stack.push(early.pop_all())  # and stop before it, as if they had started after it
        if not children:
            _prepare(cluster)
            children.append(stack.enter_context(_child(*pages)))
        _wait_for_the_first_page(port, children)
        # After the page that somebody waits for. Django's checks of our own code are the business of `make check`.
        children += [stack.enter_context(_child("manage", command, "--skip-checks")) for command in ("work", "seal_log")]
        address = f"http://localhost:{port}/"
        print(
            f"\nRoundtable is ready ({time.monotonic() - began:.1f} s):  {address}\nData: {cluster.folder}\nCtrl-C stops everything.",
            flush=True,
        )
        if browser:
            _open_browser(address)
        _watch(children)
    print(" everything has stopped. What was written stays for the next start.", flush=True)
    return 0


def _claim(cluster: Cluster) -> None:
    """Refuse a folder whose data did not begin as demo data, before anyone can sign in to it as anyone."""
    marker = cluster.folder / DEMO_MARKER
    # The default folder is the demo's, also where another command began it; not once somebody made a house in it, with keys of its own.
    own = cluster.folder == Cluster(default_folder()).folder and not (cluster.folder / "keys").exists()
    if (cluster.folder / "data").exists() and not (own or marker.exists()):
        raise Trouble(f"{cluster.folder} holds data that is not the demo's. Choose another folder: make demo DATA=…")
    cluster.places.prepare()
    marker.touch()


def _is_prepared(cluster: Cluster) -> bool:
    """Whether this very version has prepared the database before."""
    stamp = cluster.folder / STAMP
    return stamp.exists() and stamp.read_text(encoding="ascii") == _fingerprint()


def _prepare(cluster: Cluster) -> None:
    """Logins, tables and the demo programme are there, and a stamp that says for which version."""
    stamp, wanted = cluster.folder / STAMP, _fingerprint()  # of what is there now: what changes meanwhile is loaded at the next start
    stamp.unlink(missing_ok=True)
    cluster.ensure_logins()
    cluster.ensure_database()
    print("Preparing the database …", flush=True)
    _run("migrate", "--verbosity=0")
    print("Loading the demo programme …", flush=True)
    _run("manage", "load_demo")
    stamp.write_text(wanted, encoding="ascii")


def _fingerprint() -> str:
    """A short word for everything that shapes the database: our migrations, SQL and demo, the logins, and the packages with tables."""
    from importlib import metadata

    found = hashlib.sha256()
    folders = ("migrations/*.py", "sql/**/*.sql", "demo/**/*.*")
    shaping = {path for pattern in folders for path in PACKAGE.glob(f"**/{pattern}") if "__pycache__" not in path.parts}
    for path in sorted({*shaping, PACKAGE / "gateways/postgres/logins.py"}):
        found.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    for package in ("django", "django-allauth", "procrastinate"):
        found.update(f"{package} {metadata.version(package)}\0".encode())
    return found.hexdigest()


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "roundtable.cli", "--leash", *arguments]


def _run(*arguments: str) -> None:
    """One of our own commands in a process of its own; its end is ours when it fails."""
    with _child(*arguments) as child:
        code = child.wait()
    if code != 0:
        raise Trouble(f"`roundtable {' '.join(arguments)}` failed with exit code {code}; what it said stands above.")


@contextmanager
def _child(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours that ends with the block, or when we are killed: then its standard input closes.

    In a session of its own, so that Ctrl-C reaches us alone and things stop in order.
    """
    with subprocess.Popen(_command(*arguments), stdin=subprocess.PIPE, start_new_session=True) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()


def _die_with_parent() -> None:
    """Wait for standard input to close (our parent is gone), then stop this process the orderly way."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _wait_for_the_first_page(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    """The pages are there when one has come: what the first one loads is loaded then, and nothing else was started meanwhile."""
    import urllib.error
    import urllib.request

    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 60
    while time.monotonic() < until:
        _ended(children)
        try:
            straight.open(f"http://127.0.0.1:{port}/", timeout=30).close()
            return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
            raise Trouble(f"The first page answers {answer.code}; what went wrong stands above.") from None
        except OSError:
            time.sleep(0.02)
    raise Trouble("The pages did not come up within a minute.")


def _watch(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for Ctrl-C or SIGTERM, and ask all children at once to stop; a child that ends by itself ends everything."""
    try:
        while True:
            _ended(children)
            time.sleep(0.5)
    except (KeyboardInterrupt, SystemExit):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second, impatient Ctrl-C must not leave the database server behind
        print("\nStopping …", end="", flush=True)
        for child in children:
            child.terminate()


def _ended(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            raise Trouble(f"A part of the demo stopped by itself (exit code {child.returncode}); what it said stands above.")


def _open_browser(address: str) -> None:
    """Open a window where there is a screen and a person; never a browser inside the terminal."""
    if sys.stdout.isatty() and (sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        opener = shutil.which("xdg-open")
        if opener:
            subprocess.run([opener, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        else:
            import webbrowser

            webbrowser.open(address)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
