"""The checks before signing: what nobody wants to find in a contract once it is signed.

Each module looks for one kind of fault. ``finding`` gathers the faults, ``judging`` holds them against a playbook whose
rows are answered by these checks, ``verdicts`` says whether one may sign, ``commands`` is the command ``checklist``.
"""

from __future__ import annotations

from contractcheck.presigning.finding import find_faults
from contractcheck.presigning.judging import judge_faults

__all__ = ["find_faults", "judge_faults"]
