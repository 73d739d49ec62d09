"""Audits: whole folders of contracts, in supervised children, with a ledger that any run can continue from.

    inputs -> ledger -> local or cluster (worker -> nursery -> child) -> ledger -> outputs

Nothing is imported here: the children import this package too, and the parent of an audit does without rules and
readers.
"""
