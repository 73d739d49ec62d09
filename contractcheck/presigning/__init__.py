"""The checks before signing: what nobody wants to find in a contract once it is signed.

Each module looks for one kind of fault. ``finding`` gathers the faults, ``judging`` holds them against a playbook whose
rows are answered by these checks, ``verdicts`` says whether one may sign, ``commands`` is the command ``checklist``.
"""

from __future__ import annotations
