"""Packages: an agreement that came as several files, read as one. Evidence names its file."""
