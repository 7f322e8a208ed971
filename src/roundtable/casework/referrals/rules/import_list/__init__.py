"""A list of referrals as a CSV file: each row becomes a referral, or is named with its line, its column and what to do.

Nothing of a cell is repeated in a fault: lists hold names and reasons, and faults end in terminals and logs.
"""

from roundtable.casework.referrals.rules.import_list.cells import ConsentGiven
from roundtable.casework.referrals.rules.import_list.headers import HEADERS, REQUIRED, HeaderFault, HeadersNotUnderstood
from roundtable.casework.referrals.rules.import_list.lines import EmptyList, NotAList, RowFault
from roundtable.casework.referrals.rules.import_list.rows import ImportRow, read_list, row_key

__all__ = [
    "HEADERS",
    "REQUIRED",
    "ConsentGiven",
    "EmptyList",
    "HeaderFault",
    "HeadersNotUnderstood",
    "ImportRow",
    "NotAList",
    "RowFault",
    "read_list",
    "row_key",
]
