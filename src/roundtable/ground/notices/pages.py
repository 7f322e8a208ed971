"""The address a mail goes out under: one token a message, so that what comes back to it says which message it answers, and nothing else."""

import base64
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

INVITATION, NOTICE = "i", "n"
_ID_BYTES, _MAC_BYTES = 16, 10
_LENGTH = 42
_PADDING = "=" * 6


def _mac(kind: str, raw: bytes) -> bytes:
    return salted_hmac(f"roundtable.return-address.{kind}", raw, algorithm="sha256").digest()[:_MAC_BYTES]


def return_token(kind: str, message_id: UUID) -> str:
    """The part of an address that nobody can make up: letters and digits that survive being written in capitals."""
    packed = base64.b32encode(message_id.bytes + _mac(kind, message_id.bytes)).decode().rstrip("=").lower()
    return kind + packed


def return_address(kind: str, message_id: UUID) -> str:
    """Where answers and returned mails about this message go; empty where nobody reads mail for the house."""
    address: str = settings.ROUNDTABLE_REPLY_ADDRESS
    return address.format(token=return_token(kind, message_id)) if address else ""


def read_address(address: str) -> tuple[str, UUID] | None:
    """Which message an address belongs to: its kind and id; None for one that is not ours or that somebody made up."""
    template: str = settings.ROUNDTABLE_REPLY_ADDRESS
    if not template:
        return None
    before, _, after = template.partition("{token}")
    found = re.fullmatch(re.escape(before) + rf"([a-z])([a-z2-7]{{{_LENGTH}}})" + re.escape(after), address.strip()[:320], re.IGNORECASE)
    if found is None:
        return None
    kind = found[1].lower()
    raw = base64.b32decode(found[2].upper() + _PADDING)
    if not constant_time_compare(raw[_ID_BYTES:], _mac(kind, raw[:_ID_BYTES])):
        return None
    return kind, UUID(bytes=raw[:_ID_BYTES])
