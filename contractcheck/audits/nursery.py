"""The process that loads the rules once and forks the children that read documents.

``python -m contractcheck.audits.nursery FD``: FD is one end of a socket pair. The first frame holds the settings, the
answer says what was loaded. Then each command is a short line: "fork" comes with the socket of the new child, "end PID"
kills a child and answers how it ended. When the other side of the socket is gone, everything here ends.

A fork costs milliseconds and shares the loaded rules, so a child that was killed is replaced at once. This process
never touches a document. It has one thread, as forking asks for.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any

from contractcheck.audits.child import check_content, serve
from contractcheck.audits.fingerprint import fingerprint
from contractcheck.audits.tasks import Settings
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import die_with_parent, limit_memory
from contractcheck.runtime import import_spacy, share, silent_libraries, uncollected

MAX_COMMAND = 64
# A contract for warming up: what is loaded late (tables of the tokenizer, PDFium) is loaded before the first fork.
_WARM = b"SERVICES AGREEMENT between Alpha Ltd (the Provider) and Beta Ltd (the Customer).\n1. Term. It is one year.\n"


@silent_libraries()
def main(descriptor: int) -> None:
    """Load, then fork and end children as told."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    control = socket.socket(fileno=descriptor)
    received, _ = receive(control)
    settings = Settings(**received)
    try:
        # The hashes are taken before the rules are read: a rule that changes meanwhile must not be taken for read.
        key = fingerprint(
            settings.playbook, settings.reading, applies=settings.applies, second_look=settings.second_look
        ).key
        with uncollected():
            checker = _load(settings)
    except RuleError as error:
        send(control, {"faults": list(error.faults)})
        return
    except ContractcheckError as error:
        send(control, {"error": str(error)})
        return
    except Exception as error:
        send(control, {"error": f"the rules could not be loaded: {type(error).__name__}: {error}"})
        return
    playbook = checker.playbook
    titles = {rule.id: rule.title for rule in checker.rules.rules}
    titles |= {row: wanted.title for row, wanted in playbook.requirements.items() if wanted.title}
    reasons = {rule.id: rule.why for rule in checker.rules.rules}
    whys = {row: wanted.because or reasons.get(wanted.rule, "") for row, wanted in playbook.requirements.items()}
    about = {
        "playbook": playbook.id,
        "version": playbook.version,
        "title": playbook.title,
        "titles": titles,
        "whys": whys,
    }
    share()
    send(control, {"about": about | {"fingerprint": key}})
    children: set[int] = set()
    try:
        while _obey(control, checker, key, settings, children):
            pass
    finally:
        for pid in list(children):
            _end(pid, children)


def _load(settings: Settings) -> Any:
    import_spacy()
    from contractcheck.checker import Checker

    module, _, name = settings.checker.partition(":")
    forced = {"applies": True} if settings.applies else {}
    forced |= {} if settings.second_look else {"second_look": False}
    checker = getattr(import_module(module), name)(settings.playbook, **forced)
    if isinstance(checker, Checker):
        checker.prepare()
    check_content(_WARM, checker)
    import_module("contractcheck.reading.pdf.pdf")
    return checker


def _obey(control: socket.socket, checker: Any, key: str, settings: Settings, children: set[int]) -> bool:
    """Do one command. False where the supervisor is gone."""
    try:
        line, descriptors, _, _ = socket.recv_fds(control, MAX_COMMAND, 1)
    except OSError:
        return False
    words = line.split()
    if not words:
        return False
    try:
        if words[0] == b"fork":
            nursery = os.getpid()
            pid = os.fork()
            if pid == 0:
                _live(descriptors[0], control, checker, key, settings, nursery)
            os.close(descriptors[0])
            children.add(pid)
            send(control, {"pid": pid})
        else:
            send(control, _end(int(words[1]), children))
    except ClosedError:
        return False
    return True


def _end(pid: int, children: set[int]) -> dict[str, Any]:
    """Kill a child, if it still lives, and say how it ended. Only this process waits for it, so the pid is its own."""
    if pid not in children:
        return {"status": 0, "peak": 0}
    for kill in (os.killpg, os.kill):  # a child that has only just been born leads no group yet
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    children.discard(pid)
    return {"status": os.waitstatus_to_exitcode(status), "peak": usage.ru_maxrss // 1024}


def _live(
    descriptor: int, control: socket.socket, checker: Any, key: str, settings: Settings, nursery: int
) -> None:
    """The life of a child. Never returns."""
    code = 1
    try:
        control.close()
        die_with_parent(nursery)
        # Programs that a child starts (tesseract) are of its group, and end with it.
        os.setpgid(0, 0)
        limit_memory(settings.memory_limit)
        # Held until the very end: the supervisor takes a closed socket for a death, and would overtake the exit code.
        sock = socket.socket(fileno=descriptor)
        code = serve(sock, checker, key, settings.reading, settings.time_limit)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
