"""Files of other systems come in."""

from roundtable.fhir.actions.importing import Came, FileInUse, Imports, NotInProgramme, TooManyCases, import_fhir

__all__ = ["Came", "FileInUse", "Imports", "NotInProgramme", "TooManyCases", "import_fhir"]
