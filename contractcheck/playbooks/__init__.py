"""Playbooks as people write them: rows, positions, triggers; which one suits a contract."""
