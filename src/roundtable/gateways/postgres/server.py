"""Start, find and stop the server process of one cluster."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from roundtable.gateways.postgres.binaries import Binaries
from roundtable.gateways.postgres.places import FOR_ROOT, PORT, ClusterTrouble, Places

KEEPER = "keeper"  # the superuser; only the manager signs in as it
NO_SUCH_PROCESS = 2**31 - 1
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "row_security": "on",
    "jit": "off",  # compiling costs more than it saves on our short queries
    "random_page_cost": "1.1",  # else a cold index loses to a scan on any disk of this century
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log never holds what people wrote: no statement, no parameter, no detail line.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_filename": "server-%a.log",  # a week, then each day's file starts again
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
}
FORGETFUL: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
ONLY_WITH_PASSWORD = "# Nothing but the unix socket, nothing without a password.\nlocal all all scram-sha-256\n"


class Server:
    """The process side of a cluster: a folder of data, programs, and at most one postmaster."""

    def __init__(self, places: Places, binaries: Binaries, *, durable: bool) -> None:
        self.places = places
        self.binaries = _within_reach(binaries, places)
        self.durable = durable

    def create(self, password: str) -> None:
        """Make the data folder: checksums, C.UTF-8, a superuser with this password; whole or not at all."""
        fresh = self.places.home / "data.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        self.places.make_for_server(fresh)
        password_file = self.places.home / "first-password"
        password_file.unlink(missing_ok=True)
        with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(password)
            if self.places.server_user:
                os.fchown(file.fileno(), self.places.server_user.uid, self.places.server_user.gid)
        try:
            command = ["-D", str(fresh), "-U", KEEPER, "--auth=scram-sha-256", f"--pwfile={password_file}", "--data-checksums"]
            made = self._run("initdb", *command, "--encoding=UTF8", *self._locale(), *([] if self.durable else ["--no-sync"]))
        finally:
            password_file.unlink(missing_ok=True)
        if made.returncode != 0:
            raise ClusterTrouble(f"PostgreSQL could not make its data folder: {made.stderr.strip() or made.stdout.strip()}")
        fresh.rename(self.places.data)

    def _locale(self) -> list[str]:
        """C.UTF-8 everywhere, so that order and case do not depend on the machine; plain C where a system has no C.UTF-8."""
        if self.binaries.major >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        known = shutil.which("locale")
        names = subprocess.run([known, "-a"], capture_output=True, text=True, check=False).stdout.lower().split() if known else []
        return ["--locale=C.UTF-8" if "c.utf8" in names or "c.utf-8" in names else "--locale=C"]

    def pid(self) -> int | None:
        """The process id of the running postmaster; None when there is none, whatever stale files say."""
        try:
            pid = int(self._pid_lines()[0])
        except (IndexError, ValueError):
            return None
        return pid if _is_server(pid, self.places.data) else None

    def ready(self) -> bool:
        """Whether the postmaster says that it takes connections."""
        lines = self._pid_lines()
        return len(lines) >= 8 and lines[7].strip() == "ready" and (self.places.sockets / f".s.PGSQL.{PORT}").exists()

    def launch(self) -> None:
        """Start the postmaster and wait until it takes connections; recover what a killed one left behind."""
        self._clear_leftovers()
        self._write_settings()
        first_words = self.places.log / "start.log"
        options = ["-c", f"config_file={self.places.settings / 'postgresql.conf'}"]
        start = ["start", "-D", str(self.places.data), "-s", "-w", "-t", "300", "-l", str(first_words), "-o", shlex.join(options)]
        until = time.monotonic() + 30
        while True:
            first_words.unlink(missing_ok=True)
            started = self._run("pg_ctl", *start, quiet=True)
            if started.returncode == 0:
                return
            said = first_words.read_text(errors="replace") if first_words.exists() else started.stderr
            # Children of a killed server still finish their last query; the next server waits for them.
            if "pre-existing shared memory" not in said or time.monotonic() > until:
                raise ClusterTrouble(f"The database server did not start. Its log is in {self.places.log}. It said: {said.strip()[-600:]}")
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop the postmaster: open transactions are rolled back, acknowledged ones are kept. Nothing happens when none runs."""
        pid = self.pid()
        if pid is None:
            return
        for signal_number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 20)):
            os.kill(pid, signal_number)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if not _is_server(pid, self.places.data):
                    return
                time.sleep(0.02)
        raise ClusterTrouble(f"The database server (process {pid}) does not stop.")

    def _pid_lines(self) -> list[str]:
        try:
            return (self.places.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _clear_leftovers(self) -> None:
        """After a kill: stale sockets go, and the stale process id is made impossible.

        PostgreSQL judges the old id by `kill(pid, 0)`, which also succeeds for a zombie and for a stranger who was given the same number
        after a restart of the machine. The rest of the file stays, because the server finds surviving children by it.
        """
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.places.sockets / name).unlink(missing_ok=True)
        try:
            descriptor = os.open(self.places.data / "postmaster.pid", os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            return
        with open(descriptor, "r+", encoding="utf-8") as file:
            rest = file.read().splitlines(keepends=True)[1:]
            file.seek(0)
            file.truncate()
            file.write("".join([f"{NO_SUCH_PROCESS}\n", *rest]))

    def _write_settings(self) -> None:
        """The server's settings, written anew at each start, in a folder the server itself cannot write to."""
        values = {
            **SETTINGS,
            "hba_file": str(self.places.settings / "pg_hba.conf"),
            "unix_socket_directories": str(self.places.sockets),
            "log_directory": str(self.places.log),
            **({} if self.durable else FORGETFUL),
        }
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in values.items()]
        for name, text in (("postgresql.conf", "".join(lines)), ("pg_hba.conf", ONLY_WITH_PASSWORD)):
            path = self.places.settings / name
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644)

    def _run(self, program: str, *arguments: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, with nothing of our environment but PATH."""
        user = self.places.server_user
        output = subprocess.DEVNULL if quiet else subprocess.PIPE  # a pipe would stay open in the server and never end
        return subprocess.run(
            [self.binaries.program(program), *arguments],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            check=False,
            umask=0o077,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )


def _is_server(pid: int, data: Path) -> bool:
    """Whether this process is alive and is the postmaster of this data folder (not a zombie, not a stranger with its number)."""
    if sys.platform == "linux":
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
            return state not in "ZX" and Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
        except OSError:
            return False
    shown = subprocess.run(["ps", "-o", "state=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(shown) and not shown.startswith("Z") and "postgres" in shown


def _within_reach(binaries: Binaries, places: Places) -> Binaries:
    """The programs where the server's user can run them: a wheel inside root's own home is copied out once."""
    user = places.server_user
    if user is None or not binaries.from_wheel or _may_run(binaries, user.uid, user.gid):
        return binaries
    packages = binaries.folder.parents[2]
    inside = binaries.folder.relative_to(packages)
    copy = FOR_ROOT / f"postgresql-{binaries.version}"
    if not (copy / inside / "postgres").exists():
        fresh = FOR_ROOT / f".{copy.name}.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(binaries.folder.parent, fresh / inside.parent)
        libraries = f"{inside.parts[0]}.libs"
        shutil.copytree(packages / libraries, fresh / libraries)
        fresh.chmod(0o755)
        shutil.rmtree(copy, ignore_errors=True)
        fresh.rename(copy)
    return Binaries(copy / inside, binaries.version, from_wheel=True)


def _may_run(binaries: Binaries, uid: int, gid: int) -> bool:
    try:
        command = [binaries.program("postgres"), "--version"]
        answer = subprocess.run(command, capture_output=True, check=False, cwd="/", user=uid, group=gid, extra_groups=[])
    except PermissionError:
        return False
    return answer.returncode == 0
