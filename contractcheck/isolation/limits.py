"""The limits of a process that reads documents, and how the operating system is made to keep them."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

# A document that needs longer is taken for one that never ends. The slowest real contract met so far takes 3 s.
TIME_LIMIT = 60.0
# What a child may hold, in MB. A worker at rest holds some 250 MB, most of it shared with the others.
MEMORY_LIMIT = 1000
# The wall clock gets so much more than the processor, and no less than this, in seconds: a machine may be busy.
WALL_TIMES, WALL_LEAST = 10, 30.0

# The exit code of a child that has not even the memory left to say so.
NO_MEMORY = 77
# A document whose child died is tried once more: the child may have been ended by somebody else.
TRIES = 2
# A child that died with this share of its limit in use ran out of memory, whatever signal it died of.
_NEARLY = 0.85
# What the command line holds when it forks, in MB, with room to spare.
_LIGHT = 100
_MB = 1024 * 1024
_PR_SET_PDEATHSIG = 1

CRASHED = "crashed"
TIMED_OUT = "timed-out"
STALLED = "stalled"
OUT_OF_MEMORY = "out-of-memory"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: ``seconds`` of processor time, and ``memory`` in MB."""

    seconds: float = TIME_LIMIT
    memory: int = MEMORY_LIMIT

    @property
    def wall(self) -> float:
        """Seconds of the wall clock: far more than of the processor, for a process that waits and never works."""
        return max(WALL_TIMES * self.seconds, WALL_LEAST)

    def ran_out(self, code: int, peak: int) -> bool:
        """Tell whether a child that ended with this code and this peak, in MB, ran out of memory."""
        return code == NO_MEMORY or (code != 0 and peak > _NEARLY * self.memory)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code (below 0: the signal that ended it) and its peak in MB."""

    code: int = 0
    peak: int = 0

    def failure(self, limits: Limits) -> tuple[str, str]:
        """Return code and message of the failure that this end means for the document at work."""
        if limits.ran_out(self.code, self.peak):
            return OUT_OF_MEMORY, f"reading it took more than {limits.memory} MB of memory"
        if self.code == -signal.SIGPROF:
            return TIMED_OUT, f"reading it took longer than {limits.seconds:g} s, the most that one document gets"
        return CRASHED, f"the process that read it died ({self._cause()}), twice in a row"

    def _cause(self) -> str:
        try:
            return signal.Signals(-self.code).name if self.code < 0 else f"exit code {self.code}"
        except ValueError:
            return f"signal {-self.code}"


def stalled(limits: Limits) -> tuple[str, str]:
    """Return code and message of the failure of a document that waited and never came back."""
    return STALLED, f"reading it did not end within {limits.wall:g} s: the machine may be busy, so try again"


def limit_memory(megabytes: int) -> None:
    """Let the operating system refuse memory beyond the limit.

    It counts mapped addresses, and libraries map far more than they use. What is mapped but not used at the start
    is therefore added. Without ``/proc`` the limit is set as it is; where the system knows none, there is none.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mapped, used = pages()
    limit = megabytes * _MB + max(0, mapped - used)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def limit_time(seconds: float) -> None:
    """Let the operating system end this process after so much more processor time; 0 lifts the limit.

    It strikes in native code too. A machine that is busy with other things does not use it up.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def pages() -> tuple[int, int]:
    """Return what this process has mapped and what it uses, in bytes; zeros where the system does not say."""
    if sys.platform != "linux":
        return 0, 0
    mapped, used = Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]
    size = os.sysconf("SC_PAGE_SIZE")
    return int(mapped) * size, int(used) * size


def inherited() -> int:
    """Return the MB that this process holds beyond a light one: a child has them of its parent, not of a document.

    The command line forks before it loads anything, and holds less. A program that runs commands in itself may not.
    """
    return max(0, pages()[1] // _MB - _LIGHT)


def die_with_parent(parent: int) -> None:
    """Ask Linux to end this child with its parent, whatever it is doing then. Elsewhere it ends at its next read."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
