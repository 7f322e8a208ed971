"""The token of a mailed link: which invitation, which message; nobody can make one up."""

from uuid import UUID

from django.core import signing

SALT = "roundtable.invitation-link"


def link_token(invitation_id: UUID, sequence: int) -> str:
    """The token of this message's link."""
    return signing.Signer(salt=SALT).sign(f"{invitation_id.hex}{sequence:05d}").replace(":", ".")


def link_of(token: str) -> tuple[UUID, int] | None:
    """The invitation and the message's number; None for a token we did not make."""
    try:
        said = signing.Signer(salt=SALT).unsign(token[:200].replace(".", ":"))
        return UUID(said[:32]), int(said[32:])
    except (signing.BadSignature, ValueError):
        return None
