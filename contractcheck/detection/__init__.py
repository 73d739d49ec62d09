"""Clauses and rules -> what the contract says: passages, matches, values, sides, evidence."""
