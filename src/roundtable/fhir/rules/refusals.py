"""Why a FHIR file, or one resource of it, cannot be taken over."""

from roundtable.kernel.refusal import Refusal, gettext_noop


class NotFhir(Refusal):
    """The file is no FHIR resource in JSON."""

    code = "not_fhir"
    message = gettext_noop("This file is not a FHIR resource in JSON: %(why)s. Export it again as FHIR R4 in JSON.")


class TooLarge(NotFhir):
    """The file is nested or filled beyond what any record is."""

    code = "fhir_too_large"
    message = gettext_noop("This file is nested over %(depth)s levels deep or holds over %(values)s values. Export less at a time.")


class NothingToTake(Refusal):
    """The file holds nothing that has a place here."""

    code = "fhir_nothing_to_take"
    message = gettext_noop(
        "This file (%(kind)s) holds no ServiceRequest, CarePlan, Goal or CareTeam. Only these are taken over, with their Patient."
    )


class InvalidResource(Refusal):
    """The resource breaks the rules of FHIR R4."""

    code = "fhir_invalid"
    message = gettext_noop("This is not valid FHIR R4 at %(element)s (%(problem)s). Ask the system it comes from to correct it.")


class MeaningUnknown(Refusal):
    """FHIR forbids to read a resource whose modifier is not understood."""

    code = "fhir_meaning_unknown"
    message = gettext_noop("At %(element)s it carries a rule that changes its meaning and is not known here. It cannot be read safely.")
    source = "FHIR R4, 2.4.0.1 modifier extensions; 2.1.0.2 implicitRules"


class EnteredInError(Refusal):
    """Its own system has taken it back."""

    code = "fhir_entered_in_error"
    message = gettext_noop("It is marked as entered in error, so it is not taken over.")


class AlreadyOver(Refusal):
    """It is finished, cancelled or withdrawn where it comes from."""

    code = "fhir_already_over"
    message = gettext_noop("Its state is “%(state)s”: it is over where it comes from. Only what is still open becomes a draft here.")


class NotToBeDone(Refusal):
    """It asks that something is not done."""

    code = "fhir_not_to_be_done"
    message = gettext_noop(
        "It asks that something is not done. Such a request cannot be a referral or a step. Write it by hand where it matters."
    )


class OneOfSeveralOptions(Refusal):
    """It is an alternative, not a request."""

    code = "fhir_option"
    message = gettext_noop("It is only one of several options to choose from, not a request. Choose first, in the system it comes from.")


class NotAboutOneCitizen(Refusal):
    """It is about a group, a place or a thing."""

    code = "fhir_not_one_citizen"
    message = gettext_noop("It is about a %(kind)s, not about one citizen. A case here is always about persons by name.")


class CitizenRecordClosed(Refusal):
    """The Patient is dead, or the record was replaced."""

    code = "fhir_citizen_record_closed"
    message = gettext_noop(
        "The Patient record is closed (%(element)s), so no case is opened for it. Look at the record where it comes from."
    )


class AddressTwice(Refusal):
    """Two resources claim the same place."""

    code = "fhir_address_twice"
    message = gettext_noop(
        "Another resource in this file has the same address, so it is not clear which one is meant. Export the present state only."
    )
