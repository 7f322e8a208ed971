"""The cast at a table of their own. Every test builds one, so that no test sees another's people."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.people.models import Account, Person
from roundtable.ground.programmes.models import Membership, Programme, Role
from roundtable.ground.programmes.queries import programme_frame
from roundtable.ground.seats.actions import end_intake, open_case, seat_person


@dataclass(frozen=True)
class Member:
    """Somebody who works in the programme."""

    person_id: UUID
    name: str
    authority: bool
    organisation_id: UUID
    role_id: UUID

    def on(self, case_id: UUID | None, purpose: Purpose = Purpose.CASE) -> Actor:
        return Actor(self.person_id, Hat.PROFESSIONAL, self.authority, case_id, purpose)

    def leading(self, case_id: UUID | None = None) -> Actor:
        return Actor(self.person_id, Hat.TEAM_LEADER, self.authority, case_id, Purpose.TEAM)

    def intake(self, case_id: UUID) -> Actor:
        return Actor(self.person_id, Hat.INTAKE, self.authority, case_id, Purpose.REFERRAL)


@dataclass
class Cast:
    """One programme of two organisations, its people, and Amal's open case with Bo, Cleo (and Ida where asked)."""

    programme_id: UUID
    health_id: UUID
    jobcentre_id: UUID
    amal_id: UUID
    max_id: UUID
    bo: Member
    cleo: Member
    dag: Member
    eve: Member
    gro: Member
    ida: Member
    jon: Member
    case_id: UUID
    seats: dict[str, UUID] = field(default_factory=dict)

    @property
    def amal(self) -> Actor:
        return Actor(self.amal_id, Hat.CITIZEN, False, self.case_id, Purpose.CASE)

    def at_table(self, member: Member, purpose: Purpose = Purpose.CASE) -> Actor:
        return member.on(self.case_id, purpose)


def person(given: str, family: str = "", phone: str = "") -> UUID:
    """A person, stored by the loader."""
    with through("loader"):
        return Person.objects.create(given_name=given, family_name=family, work_phone=phone).id


def account(person_id: UUID, name: str, kind: str = "staff") -> Account:
    """An account that can be signed in with `client.force_login(account)`."""
    email = f"{name.lower().replace(' ', '.')}-{person_id.hex[:8]}@example.org"
    return Account.objects.get_or_create(person_id=person_id, defaults={"email": email, "kind": kind, "display_name": name})[0]


def _programme() -> tuple[UUID, UUID, UUID, UUID, dict[str, UUID]]:
    mark = uuid4().hex[:8]
    with through("loader"):
        programme = Programme.objects.create(
            code=f"p-{mark}",
            name="Back together",
            country="DK",
            emergency=["Life in danger: 112", "Psychiatric emergency line: 70 00 00 00"],
            consent_text="I agree that the jobcentre sends this referral to the programme.",
            if_no_text="A no changes nothing about your sickness benefit.",
            fixed_goal="Back to work or education, in a way that lasts",
            fixed_goal_owner="The municipality",
            fixed_goal_source="Programme agreement",
        )
        health = Organisation.objects.create(
            code=f"h-{mark}", name="Mental Health Services North", short_name="Mental Health", kind="health", pattern="dots"
        )
        jobcentre = Organisation.objects.create(
            code=f"j-{mark}", name="Jobcentre North", short_name="Jobcentre", kind="jobcentre", pattern="stripe"
        )
        other = Organisation.objects.create(
            code=f"o-{mark}", name="Mental Health Services South", short_name="Health South", kind="health", pattern="double"
        )
        roles = {
            "care": Role.objects.create(programme=programme, code="care-manager", name="Care manager", clinical=True).id,
            "work": Role.objects.create(programme=programme, code="employment-consultant", name="Employment consultant", authority=True).id,
            "lead": Role.objects.create(programme=programme, code="team-leader", name="Team leader").id,
        }
    programme_frame(programme.id)  # read once by every process; tests that count statements shall not meet it
    return programme.id, health.id, jobcentre.id, other.id, roles


def _member(programme_id: UUID, name: str, organisation_id: UUID, role_id: UUID, *, authority: bool = False, leads: bool = False) -> Member:
    person_id = person(name, "Test", "70 12 34 56")
    with through("loader"):
        Membership.objects.create(
            programme_id=programme_id, person_id=person_id, organisation_id=organisation_id, role_id=role_id, leads=leads
        )
    return Member(person_id, name, authority, organisation_id, role_id)


NO_CASE = UUID(int=0)


def build_people() -> Cast:
    """The programme and its people, before anybody is referred."""
    programme_id, health, jobcentre, other, roles = _programme()
    return Cast(
        programme_id,
        health,
        jobcentre,
        amal_id=NO_CASE,
        max_id=NO_CASE,
        bo=_member(programme_id, "Bo", health, roles["care"]),
        cleo=_member(programme_id, "Cleo", jobcentre, roles["work"], authority=True),
        dag=_member(programme_id, "Dag", jobcentre, roles["work"], authority=True),
        eve=_member(programme_id, "Eve", other, roles["care"]),
        gro=_member(programme_id, "Gro", health, roles["lead"], leads=True),
        ida=_member(programme_id, "Ida", health, roles["care"]),
        jon=_member(programme_id, "Jon", health, roles["care"]),
        case_id=NO_CASE,
    )


def build_cast(*, ida_seated: bool = False) -> Cast:
    """Amal's table: Cleo refers, Gro accepts and seats Bo and Cleo. Dag, Eve and Jon work in the programme and sit elsewhere."""
    cast = build_people()
    cast.amal_id, cast.max_id = person("Amal", "Test"), person("Max", "Test")
    cast.case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[cast.amal_id])
    intake = cast.gro.intake(cast.case_id)
    seated = {"bo": cast.bo, "cleo": cast.cleo, **({"ida": cast.ida} if ida_seated else {})}
    for name, member in seated.items():
        cast.seats[name] = seat_person(actor=intake, case_id=cast.case_id, person_id=member.person_id)
    end_intake(actor=intake, case_id=cast.case_id, accepted=True)
    return cast


@dataclass(frozen=True)
class Family:
    """Mia, Per (in conflict) and Jo, 15, on one case with Bo and Cleo."""

    case_id: UUID
    citizens: dict[str, Actor]


def build_family(cast: Cast) -> Family:
    """A second case of the cast's programme with three citizens."""
    people = {name: person(name, "Test") for name in ("Mia", "Per", "Jo")}
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=list(people.values()))
    intake = cast.gro.intake(case_id)
    for member in (cast.bo, cast.cleo):
        seat_person(actor=intake, case_id=case_id, person_id=member.person_id)
    end_intake(actor=intake, case_id=case_id, accepted=True)
    return Family(case_id, {name: Actor(person_id, Hat.CITIZEN, False, case_id) for name, person_id in people.items()})
