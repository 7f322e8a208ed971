"""The citizen, and others who are named: as the file shows them, not yet persons here."""

from roundtable.fhir.rules.file import File
from roundtable.fhir.rules.reading import NOT_IN_FILE, Element, Resource
from roundtable.fhir.rules.refusals import CitizenRecordClosed, NotAboutOneCitizen
from roundtable.fhir.rules.taken import Citizen, Missing, Party, PartyKind
from roundtable.kernel.refusal import gettext_noop

_KINDS = {
    "Patient": PartyKind.CITIZEN,
    "Practitioner": PartyKind.PROFESSIONAL,
    "PractitionerRole": PartyKind.PROFESSIONAL,
    "RelatedPerson": PartyKind.COMPANION,
    "Organization": PartyKind.ORGANISATION,
    "CareTeam": PartyKind.ORGANISATION,
}
_NAME_USES = ("official", "usual", "", "temp", "nickname", "anonymous")
_NOT_NOW = ("old", "maiden")


def citizen_of(file: File, subject: Element) -> tuple[Citizen, tuple[Missing, ...]]:
    """The citizen a resource is about, and what the file does not say about them.

    Without the Patient in the file there is the name the reference shows, if any, and the rest is missing.

    Raises NotAboutOneCitizen, CitizenRecordClosed.
    """
    target = file.find(subject)
    reference = subject["reference"].value if isinstance(subject["reference"].value, str) else ""
    kind = target.kind if target else subject["type"].value or _kind_in(reference)
    if kind and kind != "Patient":
        raise NotAboutOneCitizen(kind=kind if kind.isalpha() and kind.isascii() else "?")
    if target and target.unfit:
        raise target.unfit
    if target is None:
        shown_as = subject["display"].line()
        subject["reference"].read()
        subject["type"].read()
        lacks = Missing(subject.written, gettext_noop("The Patient is not in this file: add name, birthday and a way to reach them."))
        return Citizen(reference, shown_as), (lacks,)
    _refuse_closed(target)
    for part in ("reference", "display", "type"):
        subject[part].read()
    citizen = _from_patient(target, reference or target.name)
    wants = (
        ("name", citizen.given_name and citizen.family_name, gettext_noop("Add the citizen's given and family name.")),
        ("birthDate", citizen.born_on, gettext_noop("Add the citizen's birthday.")),
        ("telecom", citizen.phone or citizen.email, gettext_noop("Add a telephone number or an e-mail address of the citizen.")),
    )
    return citizen, tuple(Missing(f"{target.place}.{element}", what) for element, there, what in wants if not there)


def party_of(file: File, reference: Element) -> Party | None:
    """Who a Reference names: by the resource in the file, else by the words beside the reference; None where neither gives a name."""
    target = file.find(reference)
    text = reference["reference"].value if isinstance(reference["reference"].value, str) else ""
    kind = target.kind if target else str(reference["type"].value or _kind_in(text))
    name = _name_in(file, target) if target and not target.unfit else ""
    shown_as = name or reference["display"].line()
    if target:
        for part in ("reference", "display", "type"):
            reference[part].read()
    else:
        reference["reference"].leave(NOT_IN_FILE)
        if not shown_as:
            return None
        reference["type"].read()
    email = _reach(target, "email") if target and target.kind == "Practitioner" and not target.unfit else ""
    return Party(_KINDS.get(kind, PartyKind.UNKNOWN), shown_as, text, email)


def _kind_in(reference: str) -> str:
    """The type of resource a written reference points to; "" where it does not tell."""
    parts = reference.split("/_history/")[0].rstrip("/").split("/")
    return parts[-2] if len(parts) > 1 and not reference.startswith(("#", "urn:")) else ""


def _refuse_closed(patient: Resource) -> None:
    """A person who has died, or a record that is no longer used, opens no case."""
    root = patient.root
    if root["active"].value is False:
        raise CitizenRecordClosed(element="active")
    if root["deceasedBoolean"].value is True or root["deceasedDateTime"]:
        raise CitizenRecordClosed(element="deceased")
    if any(link["type"].value == "replaced-by" for link in root.each("link")):
        raise CitizenRecordClosed(element="link")
    root["active"].read()
    root["deceasedBoolean"].read()


def _from_patient(patient: Resource, reference: str) -> Citizen:
    """What a Patient says that has a place here."""
    given, family, shown_as = _name(patient.root.each("name"))
    return Citizen(
        reference=reference,
        shown_as=shown_as or f"{given} {family}".strip(),
        given_name=given,
        family_name=family,
        born_on=patient.root["birthDate"].day(),
        phone=_reach(patient, "phone"),
        email=_reach(patient, "email"),
    )


def _name(names: list[Element]) -> tuple[str, str, str]:
    """Given name, family name and the name as written, of the name a person goes by now."""
    now = [name for name in names if name["use"].value not in _NOT_NOW]
    if not now:
        return "", "", ""
    uses = {use: place for place, use in enumerate(_NAME_USES)}
    best = min(
        now, key=lambda name: uses.get(name["use"].value or "", len(uses)) if isinstance(name["use"].value, str | None) else len(uses)
    )
    best["use"].read()
    given = " ".join(filter(None, (part.line() for part in best.each("given"))))
    return given, best["family"].line(), best["text"].line()


def _reach(patient: Resource, system: str) -> str:
    """The telephone number or e-mail address to use first."""
    ways = [way for way in patient.root.each("telecom") if way["system"].value == system and way["use"].value != "old" and way["value"]]
    if not ways:
        return ""
    ranks = [way["rank"].value for way in ways]
    best = min(zip(ranks, ways, strict=True), key=lambda pair: pair[0] if isinstance(pair[0], int) else 1000)[1]
    for part in ("system", "use", "rank"):
        best[part].read()
    return best["value"].line()


def _name_in(file: File, target: Resource) -> str:
    """The name a resource gives: of a person, an organisation, or the person in a role."""
    root = target.root
    if target.kind == "PractitionerRole":
        inner = file.find(root["practitioner"])
        return (
            _name_in(file, inner) if inner and inner.kind == "Practitioner" and not inner.unfit else root["practitioner"]["display"].line()
        )
    if isinstance(root["name"].value, str):
        return root["name"].line()
    given, family, written = _name(root.each("name"))
    return written or f"{given} {family}".strip()
