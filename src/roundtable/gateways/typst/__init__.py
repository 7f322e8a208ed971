"""Typst: a template and plain data become a tagged PDF."""

from roundtable.gateways.typst.client import PrintingTrouble, render

__all__ = ["PrintingTrouble", "render"]
