"""All stories of the demo, in the order they are told."""

from roundtable.demo.rules.script import Story
from roundtable.demo.rules.stories.aksel import AKSEL
from roundtable.demo.rules.stories.amal import AMAL
from roundtable.demo.rules.stories.elif_ import ELIF
from roundtable.demo.rules.stories.family import FAMILY
from roundtable.demo.rules.stories.liv import LIV
from roundtable.demo.rules.stories.max import MAX
from roundtable.demo.rules.stories.mille import MILLE
from roundtable.demo.rules.stories.noor import NOOR
from roundtable.demo.rules.stories.otto import OTTO
from roundtable.demo.rules.stories.rosa import ROSA
from roundtable.demo.rules.stories.sanne import SANNE
from roundtable.demo.rules.stories.tilde import TILDE
from roundtable.demo.rules.stories.viggo import VIGGO
from roundtable.demo.rules.stories.waiting import WAITING
from roundtable.demo.rules.stories.yusuf import YUSUF

STORIES: tuple[Story, ...] = (ELIF, VIGGO, SANNE, TILDE, ROSA, AKSEL, AMAL, MILLE, YUSUF, OTTO, MAX, NOOR, *WAITING, FAMILY, LIV)
"""Twelve courses, then the referrals that wait, then the family's in Dutch, then Liv's in Danish."""
