"""All stories of the demo, in the order they are told."""

from roundtable.demo.rules.script import Story
from roundtable.demo.rules.stories.amal import AMAL

STORIES: tuple[Story, ...] = (AMAL,)
