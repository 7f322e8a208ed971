"""FHIR R4: what other systems hand over, and what they may fetch."""
