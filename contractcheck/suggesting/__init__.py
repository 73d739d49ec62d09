"""Suggested edits: the playbook's wording put into a contract as tracked changes, or into a rider."""

from __future__ import annotations

from contractcheck.suggesting.model import By, Proposal, Suggested, Suggestion, Way
from contractcheck.suggesting.suggest import suggest

__all__ = ["By", "Proposal", "Suggested", "Suggestion", "Way", "suggest"]
