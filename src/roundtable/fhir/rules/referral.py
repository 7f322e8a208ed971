"""A ServiceRequest as a referral draft."""

from roundtable.fhir.rules.file import File
from roundtable.fhir.rules.people import citizen_of, party_of
from roundtable.fhir.rules.reading import Element, Resource
from roundtable.fhir.rules.refusals import AlreadyOver, NotToBeDone, OneOfSeveralOptions
from roundtable.fhir.rules.taken import Missing, ReferralTaken
from roundtable.kernel.refusal import gettext_noop

_OVER = ("completed", "revoked")


def refuse_what_is_no_request(request: Resource) -> None:
    """A request that is over, asks for nothing to be done, or is only an option, is none.

    Raises AlreadyOver, NotToBeDone, OneOfSeveralOptions.
    """
    root = request.root
    if root["status"].value in _OVER:
        raise AlreadyOver(state=root["status"].value)
    if root["doNotPerform"].value is True:
        raise NotToBeDone
    if root["intent"].value == "option":
        raise OneOfSeveralOptions
    for part in ("status", "intent", "doNotPerform"):
        root[part].read()


def referral_from(file: File, request: Resource) -> ReferralTaken:
    """The referral draft a ServiceRequest makes; where its Patient is not in the file, the draft names what is missing.

    The import never sends it and records no consent, whatever status and intent say. A request without any words keeps those of
    its narrative.

    Raises AlreadyOver, NotToBeDone, OneOfSeveralOptions, NotAboutOneCitizen, CitizenRecordClosed.
    """
    refuse_what_is_no_request(request)
    root = request.root
    citizen, missing = citizen_of(file, root["subject"])
    asked_for = root["code"].words()
    reason = reasons_of(root) or ("" if asked_for else root["text"].narrative())
    referrer = party_of(file, root["requester"])
    lacks = (
        ("requester", referrer, gettext_noop("Say who refers: the file does not name them.")),
        ("reasonCode", reason, gettext_noop("Write why the citizen is referred.")),
        ("code", asked_for or reason, gettext_noop("Write what is asked for.")),
    )
    return ReferralTaken(
        source=request.name,
        citizen=citizen,
        asked_for=asked_for,
        reason=reason,
        referrer=referrer,
        asked_of=tuple(party for one in root.each("performer") if (party := party_of(file, one))),
        requested_on=root["authoredOn"].day(),
        wanted_by=root["occurrencePeriod"]["end"].day() or root["occurrenceDateTime"].day(),
        missing=missing + tuple(Missing(f"{request.place}.{element}", what) for element, there, what in lacks if not there),
    )


def reasons_of(root: Element) -> str:
    """The reasons and notes of a request, one to a paragraph."""
    parts = [one.words() for one in root.each("reasonCode")] + [one["text"].prose() for one in root.each("note")]
    return "\n\n".join(filter(None, parts))
