"""Building the demo: its programmes, its people, and months of history."""

from roundtable.demo.actions.loading import Loaded, load_demo

__all__ = ["Loaded", "load_demo"]
