"""`make bench`: what pages and starts cost, with few and with many courses in the database, side by side in one run.

`python -m tests.bench 10 1000 100000`: the sizes. Machines differ and are busy: compare statements, buffers and ratios, not milliseconds.
The population is made with triggers and foreign keys off, in this run's own database only; `demo/tests/test_population.py` makes one with
both on, and holds it against the oracle.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from uuid import uuid4

import tests.plugin
from tests.bench.plans import Cost, cost_of
from tests.bench.start import starts

ROUNDS = 40
Pages = dict[str, Callable[[], int]]


@dataclass(frozen=True)
class Found:
    """What one page costs with so many courses."""

    cost: Cost
    middle: float
    slow: float


def main(*sizes: int) -> None:
    """Starts first; then fill up to each size and measure the same pages."""
    import django

    django.setup()
    from django.core.management import call_command

    starts()
    found = []
    for size in sizes:
        began = perf_counter()
        with unchecked():
            call_command("populate", size, verbosity=1)
        print(f"{size:,} courses are in ({perf_counter() - began:.0f} s)")
        found.append({name: _measured(page) for name, page in pages(size).items()})
    _print(sizes, found)


@contextmanager
def unchecked() -> Iterator[None]:
    """The loader of this run's own database stores without triggers and foreign keys; only a superuser can say so, and only here."""
    from django.db import connections

    name = connections["loader"].settings_dict["NAME"]
    with tests.plugin.cluster._keeper() as keeper:
        keeper.execute(f'ALTER ROLE loader IN DATABASE "{name}" SET session_replication_role = replica')
        try:
            connections["loader"].close()
            yield
        finally:
            keeper.execute(f'ALTER ROLE loader IN DATABASE "{name}" RESET session_replication_role')
            connections["loader"].close()


def pages(size: int) -> Pages:
    """Pages of a care manager (two courses when there are ten, else fifty), of the citizen of one of them, and of their team leader."""
    from django.test import Client

    from roundtable.demo.actions.population import population_id
    from roundtable.demo.rules.population import CASES_A_PROGRAMME
    from tests.cast import account

    programme = 0 if size <= CASES_A_PROGRAMME else 1
    first = programme * CASES_A_PROGRAMME
    clients = {}
    for who, kind in ((f"care/{programme}/0", "staff"), (f"citizen/{first}", "citizen"), (f"lead/{programme}", "staff")):
        clients[who.partition("/")[0]] = client = Client()
        client.force_login(account(population_id(who), "Bench", kind=kind))
    care, citizen, lead = clients["care"], clients["citizen"], clients["lead"]
    course = f"/course/{population_id(f'case/{first}')}"
    to = f"{course}/messages/{population_id(f'citizen/{first}')}/"
    return {
        "list": lambda: care.get("/").status_code,
        "open a case": lambda: care.get(f"{course}/").status_code,
        "time line": lambda: care.get(f"{course}/time-line/").status_code,
        "people": lambda: care.get(f"{course}/people/").status_code,
        "plan": lambda: care.get(f"{course}/plan/").status_code,
        "search, a case": lambda: care.post(f"{course}/search/", {"words": "employer"}).status_code,
        "search, all": lambda: care.post("/search/", {"words": "employer"}).status_code,
        "who opened": lambda: citizen.get(f"{course}/who-opened-what/").status_code,
        "team": lambda: lead.get("/team/").status_code,
        "inbox": lambda: lead.get("/inbox/").status_code,
        "create": lambda: care.post(to, {"body": "Good morning", "once": str(uuid4())}).status_code,
    }


def _measured(page: Callable[[], int]) -> Found:
    cost, took = cost_of(page), []
    for _ in range(ROUNDS):
        began = perf_counter()
        page()
        took.append((perf_counter() - began) * 1000)
    return Found(cost, median(took), quantiles(took, n=20)[-1])


def _print(sizes: tuple[int, ...], found: list[dict[str, Found]]) -> None:
    """One line a page: the columns of a kind side by side, the sizes in their order; then what was read whole."""
    print(f"\nwith {', '.join(f'{size:,}' for size in sizes)} courses; the last column is the middle with most over the middle with fewest")
    print(f"{'page':<16}{'statements':>15}{'buffers':>24}{'median ms':>21}{'p95 ms':>21}{'ratio':>8}")
    for name in found[0]:
        row = [one[name] for one in found]
        cells = (
            ("/".join(str(one.cost.statements) for one in row), 15),
            ("/".join(str(one.cost.buffers) for one in row), 24),
            ("/".join(f"{one.middle:.0f}" for one in row), 21),
            ("/".join(f"{one.slow:.0f}" for one in row), 21),
            (f"{row[-1].middle / row[0].middle:.2f}", 8),
        )
        print(f"{name:<16}" + "".join(f"{text:>{width}}" for text, width in cells))
    seen = found[-1]["who opened"].slow
    print(f"who opened what stands on the citizen's page {seen:.0f} ms after the reading (p95; promised: within 1,000)")
    for name, one in found[-1].items():
        for table in sorted(one.cost.whole):
            print(f"{name} reads a whole table: {table}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*[int(word) for word in sys.argv[1:]] or (10, 1_000, 5_000))
    finally:
        tests.plugin.pytest_unconfigure()
