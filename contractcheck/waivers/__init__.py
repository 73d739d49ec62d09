"""Waivers: gaps that a person accepted, read from ``contractcheck.yaml``, applied to reports, and written."""
