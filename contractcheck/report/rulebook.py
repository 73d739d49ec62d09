"""Shows rules, playbooks and the results of examples as text, for ``contractcheck rules`` and ``playbooks``."""

from __future__ import annotations
