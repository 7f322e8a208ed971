"""What stands in the code of the house; each check finds the fault planted for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from . import code
from .house import ROOT, SRC
from .test_house import plant

Checker = Callable[[Path], list[str]]

CHECKERS: list[Checker] = [
    code.unannotated,
    code.undescribed,
    code.system_clock,
    code.unsafe_markup,
    code.session_settings,
    code.raw_sql,
    code.reached_tables,
    code.housebound_migrations,
    code.forked_migrations,
    code.twice_defined,
    code.doubled_codes,
    code.untranslatable,
]

PLANTED: list[tuple[Checker, str, str]] = [
    (code.unannotated, "home/views.py", "def start(request) -> None: ..."),
    (code.unannotated, "home/views.py", "def start(request: int): ..."),
    (code.unannotated, "home/views.py", "class A:\n    def b(self, *more) -> None: ..."),
    (code.unannotated, "home/views.py", "def a() -> None:\n    def b(c) -> None: ..."),
    (code.undescribed, "casework/plans/rules.py", "def shared() -> bool: ..."),
    (code.undescribed, "casework/plans/actions/close.py", "async def close() -> None: ..."),
    (code.undescribed, "casework/plans/queries.py", "def plan_page() -> None: ..."),
    (code.system_clock, "casework/plans/rules.py", "import datetime\nx = datetime.datetime.now()"),
    (code.system_clock, "casework/plans/actions.py", "from django.utils import timezone\nx = timezone.now()"),
    (code.system_clock, "casework/plans/actions.py", "from django.utils.timezone import now"),
    (code.system_clock, "casework/plans/pages.py", "from django.utils import timezone\nx = timezone.localdate()"),
    (code.system_clock, "casework/plans/queries/lists.py", "from datetime import date\nx = date.today()"),
    (code.system_clock, "casework/plans/rules.py", "from datetime import datetime as d, datetime\nx = datetime.utcnow"),
    (code.system_clock, "kernel/periods.py", "import time\nx = time.time()"),
    (code.unsafe_markup, "ui/components.py", "from django.utils.safestring import mark_safe"),
    (code.unsafe_markup, "casework/plans/pages.py", "import django.utils.html as h\nx = h.mark_safe('a')"),
    (code.unsafe_markup, "ui/components.py", "from django.utils.safestring import SafeString\nx = SafeString('<b>')"),
    (code.session_settings, "ground/access/context.py", "sql = \"SELECT set_config('rt.person', %s, false)\""),
    (code.session_settings, "ground/access/context.py", "sql = \"SELECT set_config('rt.person', %s, %s)\""),
    (code.session_settings, "ground/access/context.py", "sql = \"SET rt.person = 'x'\""),
    (code.session_settings, "ground/seats/sql/functions.sql", "SELECT set_config('rt.person', '', true);"),
    (code.session_settings, "casework/plans/queries.py", "sql = \"SELECT set_config('rt.person', lower(%s), true)\""),
    (code.raw_sql, "casework/plans/queries.py", "def a(b: object) -> None:\n    b.cursor()"),
    (code.raw_sql, "casework/plans/queries.py", "from django.db import connection"),
    (code.raw_sql, "casework/plans/queries.py", "Plan.objects.raw('x')"),
    (code.raw_sql, "home/queries.py", "from django.db.models.expressions import RawSQL"),
    (code.raw_sql, "casework/casefile/actions.py", "x = 'SELECT id FROM plans_plan'"),
    (code.reached_tables, "casework/plans/actions.py", "apps.get_model('notes', 'Note')"),
    (code.reached_tables, "home/views.py", "apps.get_model('notes.Note')"),
    (code.reached_tables, "home/views.py", "apps.get_model(name)"),
    (code.housebound_migrations, "casework/plans/migrations/0001_initial.py", "from roundtable.casework.plans.rules import Answer"),
    (code.housebound_migrations, "casework/plans/migrations/0001_initial.py", "import roundtable.kernel.ids"),
    (code.twice_defined, "ground/seats/sql/0002.sql", "CREATE FUNCTION guard.a() …;\nCREATE OR REPLACE FUNCTION guard.a() …;"),
    (code.twice_defined, "casework/plans/migrations/0002_protect.py", "A = 'CREATE FUNCTION guard.a() …'"),
    (code.doubled_codes, "casework/plans/actions.py", "class A(Refusal):\n    code = 'a'\nclass B(A):\n    code = 'a'"),
    (code.doubled_codes, "casework/plans/actions.py", "class A(Refusal):\n    message = gettext_noop('No.')"),
    (code.untranslatable, "casework/plans/forms.py", "title = CharField(label='Goal')"),
    (code.untranslatable, "casework/plans/actions.py", "class A(Refusal):\n    code = 'a'\n    message = 'No.'"),
    (code.untranslatable, "casework/plans/actions.py", "class A(Refusal):\n    message: ClassVar[str] = 'No.'"),
    (code.untranslatable, "casework/plans/actions.py", "class A(Refusal):\n    code = 'a'\nraise A('No.')"),
]

SOUND: list[tuple[str, str]] = [
    (
        "casework/plans/rules.py",
        'def shared(self_: int, *, at: "datetime") -> bool:\n    """Shared when all say so. Not datetime.now()."""\n',
    ),
    (
        "casework/plans/actions.py",
        "import datetime\n\n\nclass A(Refusal):\n    code = 'a'\n    message = gettext_noop('No.')\n\n\nx = datetime.date(2026, 1, 1)\n",
    ),
    ("ui/components.py", "from django.utils.safestring import SafeString\n\n\ndef table() -> SafeString: ...\n"),
    ("casework/plans/views.py", "from django.utils import timezone\nx = timezone.now()\n"),
    ("casework/plans/models.py", '"""SELECT id FROM plans_plan is what this becomes."""\n'),
    ("casework/plans/forms.py", "title = CharField(label=_('Goal'), help_text='')\n"),
    (
        "casework/plans/migrations/0001_initial.py",
        "from roundtable.ground.access import policies\nfrom django.db.migrations import RunSQL\n",
    ),
    ("casework/casefile/queries/timeline.py", "from django.db import connection\nx = 'SELECT id FROM plans_plan'\n"),
    ("ground/access/context.py", "sql = \"SELECT set_config('rt.person', %s, true), set_config('a', coalesce(%s, ''), TRUE)\"\n"),
    ("ground/access/sql/more.sql", "-- CREATE FUNCTION guard.a: as below\nCREATE FUNCTION guard.a() …;\n"),
    (
        "ground/seats/sql/functions.sql",
        "-- the context says set_config('rt.person', x, false) never\nSELECT current_setting('rt.person', true);\n",
    ),
]


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_code_of_the_house_has_no_fault(checker: Checker) -> None:
    assert checker(SRC) == []


@pytest.mark.parametrize(
    ("checker", "name", "text"), PLANTED, ids=[f"{checker.__name__}-{number}" for number, (checker, _, _) in enumerate(PLANTED)]
)
def test_a_fault_in_the_code_is_found(tmp_path: Path, checker: Checker, name: str, text: str) -> None:
    assert checker(plant(tmp_path, name, text + "\n")) != []


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_sound_code_is_no_fault(tmp_path: Path, checker: Checker) -> None:
    for name, text in SOUND:
        plant(tmp_path, name, text)
    assert checker(tmp_path) == []


def test_every_check_of_the_code_has_a_planted_fault() -> None:
    assert {checker for checker, _, _ in PLANTED} | {code.forked_migrations} == set(CHECKERS)


def test_two_migrations_with_one_number_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "casework/plans/migrations/0002_steps.py")
    plant(tmp_path, "casework/plans/migrations/0002_goals.py")
    assert len(code.forked_migrations(tmp_path)) == 1


def test_a_function_defined_in_two_files_is_found_where_it_is_defined_again(tmp_path: Path) -> None:
    plant(tmp_path, "casework/plans/sql/0001_protect.sql", "CREATE FUNCTION guard.may_read(p uuid) …;\n")
    plant(tmp_path, "ground/seats/sql/0002_grants.sql", "create or replace\n  function GUARD.may_read(p uuid) …;\n")
    assert code.twice_defined(tmp_path) == [
        "roundtable/ground/seats/sql/0002_grants.sql guard.may_read: defined in roundtable/casework/plans/sql/0001_protect.sql already"
    ]


def test_every_refusal_of_the_house_is_met_in_a_test() -> None:
    folders = [*sorted(SRC.rglob("tests")), ROOT / "tests"]
    own = Path(__file__).parent
    tests = "\n".join(
        file.read_text(encoding="utf-8") for folder in folders for file in sorted(folder.rglob("*.py")) if own not in file.parents
    )
    assert code.untested_refusals(SRC, tests) == []


def test_a_refusal_no_test_meets_is_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "casework/plans/actions.py",
        "class NotYours(Refusal):\n    code = 'not_yours'\n\n\nclass Closed(NotYours):\n    code = 'closed'\n",
    )
    assert len(code.untested_refusals(tmp_path, "")) == 2
    assert len(code.untested_refusals(tmp_path, "with pytest.raises(NotYours): ...")) == 1
    assert code.untested_refusals(tmp_path, "raises(NotYours) and refusal.code == 'closed'") == []
    assert len(code.untested_refusals(tmp_path, "NotYoursEither, 'closed'")) == 1
