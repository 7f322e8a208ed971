"""The cluster as attackers, killers and two hasty starters meet it. Every test talks to a real server."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from roundtable.gateways.postgres import Cluster, ClusterTrouble
from roundtable.gateways.postgres.logins import SIGNING_IN

SOURCE = Path(__file__).parents[4]


def connect(cluster: Cluster, login: str, database: str = "roundtable", **changed: Any) -> psycopg.Connection[Any]:
    """A connection as one login, as Django would make it."""
    found = cluster.dsn(login, database)
    wanted = {
        "host": found["HOST"],
        "port": found["PORT"],
        "user": login,
        "password": found["PASSWORD"],
        "dbname": found["NAME"],
        "autocommit": True,
    }
    return psycopg.connect(**{**wanted, **changed})


def server_pid(cluster: Cluster) -> int:
    return int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])


def kill_everything(cluster: Cluster) -> None:
    """kill -9 of the server and of all its children at one moment."""
    postmaster = server_pid(cluster)
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in (postmaster, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while cluster.running and time.monotonic() < until:
        time.sleep(0.02)
    assert not cluster.running


def test_every_login_signs_in_with_its_own_password(cluster: Cluster) -> None:
    for login in SIGNING_IN:
        with connect(cluster, login) as connection:
            assert connection.execute("SELECT session_user").fetchone() == (login,)


@pytest.mark.parametrize("password", ["", "wrong", None])
def test_a_wrong_password_is_refused(cluster: Cluster, password: str | None) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(cluster, "web_care", password=password)


def test_one_logins_password_opens_no_other_login(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(cluster, "web_care", password=cluster.dsn("web_authority")["PASSWORD"])


def test_the_oracle_cannot_sign_in(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(cluster, "oracle", password="oracle")


def test_the_server_listens_on_no_network(cluster: Cluster) -> None:
    sockets = {link for fd in Path(f"/proc/{server_pid(cluster)}/fd").iterdir() if (link := os.readlink(fd)).startswith("socket:")}
    inodes = {link[8:-1] for link in sockets}
    network = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    assert inodes, "the postmaster holds at least its unix socket"
    assert not [line for line in network if line[9] in inodes]


def test_passwords_are_stored_as_scram_and_data_carries_checksums(cluster: Cluster) -> None:
    with cluster._keeper() as connection:
        stored = connection.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin").fetchall()
        assert len(stored) == len(SIGNING_IN) + 1
        assert all(password.startswith("SCRAM-SHA-256$") for _, password in stored)
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_folders_and_files_are_closed_to_others(cluster: Cluster) -> None:
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in (*cluster.folder.iterdir(), cluster.places.sockets)}
    assert modes["logins.json"] == 0o600
    assert modes["data"] == modes["socket"] == modes["log"] == 0o700
    assert cluster.folder.stat().st_mode & 0o066 == 0
    assert "first-password" not in modes
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in cluster.log_folder.glob("server-*.log"))


def test_the_server_never_runs_as_root(cluster: Cluster) -> None:
    uid = Path(f"/proc/{server_pid(cluster)}").stat().st_uid
    assert uid != 0
    assert os.geteuid() in (0, uid)


def test_logins_own_nothing_and_may_not_rise(cluster: Cluster) -> None:
    with cluster._keeper() as connection:
        risen = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication "
            "OR rolinherit OR (rolbypassrls AND rolname <> 'backup'))",
            [[*SIGNING_IN, "oracle"]],
        ).fetchall()
    assert risen == []
    for login in set(SIGNING_IN) - {"owner"}:
        with connect(cluster, login) as connection:
            for attempt in (
                "CREATE TABLE mine ()",
                "CREATE TABLE guard.mine ()",
                "CREATE TEMP TABLE mine ()",
                "SET ROLE owner",
                "SET ROLE oracle",
            ):
                with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
                    connection.execute(attempt)


def test_logins_reach_no_database_but_ours(cluster: Cluster) -> None:
    for database in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            connect(cluster, "web_citizen", database)


def test_web_logins_stop_after_five_seconds(cluster: Cluster) -> None:
    limits = {}
    for login in SIGNING_IN:
        with connect(cluster, login) as connection:
            limits[login] = connection.execute("SHOW statement_timeout").fetchone()
    assert {login for login, limit in limits.items() if limit == ("5s",)} == {"web_citizen", "web_care", "web_authority"}


def test_what_nobody_goes_on_with_ends_by_itself(cluster: Cluster) -> None:
    asked = "SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"
    limits = {}
    for login in SIGNING_IN:
        with connect(cluster, login) as connection:
            limits[login] = connection.execute(asked).fetchone()
    web = dict.fromkeys(("web_citizen", "web_care", "web_authority"), ("4s", "1min"))
    assert {login: limit for login, limit in limits.items() if limit != ("0", "0")} == web | dict.fromkeys(
        ("door", "recorder"), ("0", "1min")
    )


def test_a_definer_function_becomes_the_oracles_and_stays_shut_until_granted(cluster: Cluster) -> None:
    with connect(cluster, "owner") as owner:
        owner.execute("CREATE TABLE public.secret (word text)")
        owner.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY all_for_oracle ON secret TO oracle USING (true)")
        owner.execute("GRANT SELECT ON secret TO oracle")
        with cluster._keeper("roundtable") as keeper:
            keeper.execute("INSERT INTO secret VALUES ('heron')")
        body = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT count(*) FROM public.secret'"
        owner.execute(f"CREATE FUNCTION guard.changed() RETURNS bigint {body}")
        owner.execute("ALTER FUNCTION guard.changed() OWNER TO oracle")
        with owner.transaction():
            owner.execute("SET LOCAL ROLE oracle")
            owner.execute(f"CREATE FUNCTION guard.born() RETURNS bigint {body}")
            owner.execute("GRANT EXECUTE ON FUNCTION guard.born() TO web_care")
        assert owner.execute("SELECT count(*) FROM secret").fetchone() == (0,), "the oracle's policy is not the owner's"
        with pytest.raises(psycopg.errors.InsufficientPrivilege), owner.transaction():
            owner.execute("SET LOCAL ROLE oracle")
            owner.execute("CREATE FUNCTION public.astray() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    with connect(cluster, "web_care") as care:
        assert care.execute("SELECT guard.born()").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            care.execute("SELECT guard.changed()")


def test_a_clone_has_the_content_and_the_same_closed_door(cluster: Cluster) -> None:
    cluster.ensure_database("template_house")
    with connect(cluster, "owner", "template_house") as owner:
        owner.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
    cluster.clone("template_house", "copy_house")
    with connect(cluster, "owner", "copy_house") as owner:
        assert owner.execute("SELECT id FROM kept").fetchall() == [(7,)]
    with connect(cluster, "door", "copy_house") as door:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            door.execute("CREATE TEMP TABLE mine ()")
    cluster.drop("copy_house")
    cluster.drop("copy_house")
    assert not cluster.has_database("copy_house")


def test_what_people_write_does_not_reach_the_servers_log(cluster: Cluster) -> None:
    with connect(cluster, "owner") as owner:
        owner.execute("CREATE TABLE narrow (word varchar(3) UNIQUE)")
        with pytest.raises(psycopg.errors.StringDataRightTruncation):
            owner.execute("INSERT INTO narrow VALUES ('kingfisher in the reeds')")
        owner.execute("INSERT INTO narrow VALUES ('elk')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("INSERT INTO narrow VALUES ('elk')")
        with pytest.raises(psycopg.errors.DivisionByZero):
            owner.execute("SELECT 1 / (length(%s) - 23)", ["kingfisher in the reeds"])
    until = time.monotonic() + 5
    while "division by zero" not in (log := "".join(path.read_text() for path in cluster.log_folder.glob("*.log"))):
        assert time.monotonic() < until, "the log itself works"
        time.sleep(0.05)
    assert "kingfisher" not in log
    assert "(elk)" not in log


def test_acknowledged_rows_survive_a_kill_of_everything(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster")
    assert cluster.start()
    cluster.ensure_logins()
    cluster.ensure_database()
    acknowledged = 0
    with connect(cluster, "owner") as owner:
        owner.execute("CREATE TABLE kept (id int)")
    for _ in range(2):
        with connect(cluster, "owner") as owner:
            for _ in range(25):
                owner.execute("INSERT INTO kept VALUES (%s)", [acknowledged])
                acknowledged += 1
            kill_everything(cluster)
        assert (cluster.folder / "data" / "postmaster.pid").exists(), "a stale file was left, as after a real kill"
        assert cluster.start()
        with connect(cluster, "owner") as owner:
            assert owner.execute("SELECT count(*), max(id) FROM kept").fetchone() == (acknowledged, acknowledged - 1)


def test_a_stranger_with_the_dead_servers_number_is_left_alone(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    cluster.start()
    kill_everything(cluster)
    stale = cluster.folder / "data" / "postmaster.pid"
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd="/") as stranger:
        stale.write_text("\n".join([str(stranger.pid), *stale.read_text().splitlines()[1:]]) + "\n")
        assert not cluster.running
        assert cluster.start()
        assert stranger.poll() is None
        stranger.kill()


def test_two_starts_at_once_make_one_server(fresh_folder: Path) -> None:
    folder = fresh_folder / "cluster"
    code = f"import sys; sys.path.insert(0, {str(SOURCE)!r})\nfrom pathlib import Path\nfrom roundtable.gateways.postgres import Cluster\n"
    code += f"print(Cluster(Path({str(folder)!r}), durable=False).start())"
    starters = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = sorted(starter.communicate(timeout=120)[0].strip() for starter in starters)
    assert answers == ["False", "True"]
    assert Cluster(folder, durable=False).running


def test_a_second_start_attaches_quickly(cluster: Cluster) -> None:
    before = server_pid(cluster)
    began = time.monotonic()
    assert cluster.start() is False
    assert time.monotonic() - began < 2
    assert server_pid(cluster) == before


def test_the_last_user_of_a_cluster_stops_it(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    with cluster.in_use() as first:
        with Cluster(fresh_folder / "cluster", durable=False).in_use() as second:
            assert (first, second) == (True, False)
        assert cluster.running, "the outer block still uses it"
    assert not cluster.running


def test_use_that_ends_in_an_error_stops_the_server_too(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    with pytest.raises(ValueError, match="as planned"), cluster.in_use():
        raise ValueError("as planned")
    assert not cluster.running


def test_a_long_path_gets_a_short_socket_folder_of_its_own(fresh_folder: Path) -> None:
    folder = fresh_folder / ("long-name-" * 12)
    cluster = Cluster(folder, durable=False)
    socket = cluster.places.sockets / ".s.PGSQL.5432"
    assert len(os.fsencode(socket)) <= 103 < len(os.fsencode(folder / "socket" / ".s.PGSQL.5432"))
    try:
        cluster.start()
        cluster.ensure_logins()
        cluster.ensure_database()
        assert stat.S_IMODE(cluster.places.sockets.stat().st_mode) == 0o700
        with connect(cluster, "door") as door:
            assert door.execute("SELECT 1").fetchone() == (1,)
        assert Cluster(folder).places.sockets == cluster.places.sockets
    finally:
        cluster.stop()
        cluster.places.sockets.rmdir()


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / ("long-name-" * 12), durable=False)
    cluster.places.sockets.mkdir(mode=0o777)
    cluster.places.sockets.chmod(0o777)
    try:
        with pytest.raises(ClusterTrouble, match="not a folder that only the database server can open"):
            cluster.start()
    finally:
        cluster.places.sockets.rmdir()


def test_a_swept_away_socket_comes_back(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    cluster.start()
    (cluster.places.sockets / ".s.PGSQL.5432").unlink()
    assert cluster.start()
    with cluster._keeper() as keeper:
        assert keeper.execute("SELECT 1").fetchone() == (1,)


def test_starts_while_others_write_lose_no_password(cluster: Cluster) -> None:
    before = (cluster.folder / "logins.json").read_text()
    threads = [threading.Thread(target=cluster.ensure_logins) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (cluster.folder / "logins.json").read_text() == before
    with connect(cluster, "sealer") as sealer:
        assert sealer.execute("SELECT 1").fetchone() == (1,)


def test_lost_passwords_are_a_clear_refusal_not_a_new_database(fresh_folder: Path) -> None:
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    cluster.start()
    kept = cluster.places.passwords.read_text()
    cluster.places.passwords.unlink()
    with pytest.raises(ClusterTrouble, match=r"logins\.json is gone"):
        cluster.start()
    cluster.places.passwords.write_text(kept)
    assert cluster.start() is False


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs every test here as an ordinary user already")
def test_an_ordinary_user_runs_a_cluster_too(fresh_folder: Path) -> None:
    packages = [path for path in sys.path if path.endswith("site-packages")]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    code = f"""
import sys; sys.path[:0] = {[str(SOURCE), *packages]!r}
import os, psycopg
from pathlib import Path
from roundtable.gateways.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
with cluster.in_use():
    cluster.ensure_logins(); cluster.ensure_database()
    found = cluster.dsn("web_care")
    assert os.stat(cluster.places.data).st_uid == os.geteuid() != 0
    with psycopg.connect(host=found["HOST"], port=found["PORT"], user="web_care", password=found["PASSWORD"], dbname=found["NAME"]) as made:
        print(made.execute("SELECT session_user").fetchone()[0])
"""
    home = fresh_folder / "ordinary"
    home.mkdir()
    os.chown(home, 65534, 65534)
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        command = [python, "-c", code, str(home / "cluster")]
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            answer = subprocess.run(
                command,
                user=65534,
                group=65534,
                extra_groups=[],
                cwd="/",
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except (PermissionError, FileNotFoundError):
            continue
        assert (answer.returncode, answer.stdout) == (0, "web_care\n"), answer.stderr
        return
    pytest.skip(f"no {version} here that an ordinary user may run")
