"""Children under supervision: what one document does to its process never costs another one."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from contractcheck.audits.tasks import Result
from contractcheck.audits.worker import AbsentError, Nursery, Worker
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation import frames
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import CRASHED, OUT_OF_MEMORY, TIMED_OUT
from tests.poison import HOARD, KILL, NOT_READ, SPIN, settings

LIMIT = 1.0


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(settings(time_limit=LIMIT))
    yield nursery
    nursery.close()


@pytest.fixture
def worker(nursery: Nursery) -> Iterator[Worker]:
    with Worker(nursery) as worker:
        yield worker


def check(worker: Worker, text: str) -> Result:
    content = text.encode()
    return worker.check(hashlib.sha256(content).hexdigest(), content=content)


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def gone(pid: int) -> bool:
    until = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (KILL, CRASHED, "SIGKILL"),
        (SPIN, TIMED_OUT, "longer than 1 s"),
        (HOARD, OUT_OF_MEMORY, "more than 1024 MB"),
        (NOT_READ, "no-text", ""),
        ("a good one", "", ""),
    ],
)
def test_what_a_document_does_is_named_and_the_next_one_is_read(
    worker: Worker, text: str, code: str, says: str
) -> None:
    result = check(worker, text)
    assert result.error == code
    if says:
        assert says in result.data["error"]["message"]
        assert result.data["status"] == "unreadable"
        assert result.data["findings"] == []
    assert check(worker, "the next one").error == ""


def test_the_time_limit_is_kept(worker: Worker) -> None:
    check(worker, "warm")
    started = time.monotonic()
    check(worker, SPIN)
    # Processor time, so the clock shows more of it on a busy machine; and a document is tried once more.
    assert 2 * LIMIT <= time.monotonic() - started < 2 * settings(time_limit=LIMIT).per_document.wall


def test_a_child_that_somebody_else_ends_costs_nothing(nursery: Nursery) -> None:
    with Worker(nursery) as worker:
        whole = check(worker, "SLOW one")
        timer = threading.Timer(0.01, os.kill, (worker._pid, signal.SIGKILL))
        timer.start()
        assert check(worker, "SLOW one") == whole
        timer.join()


def test_a_nursery_that_dies_is_started_again() -> None:
    nursery = Nursery(settings())
    try:
        with Worker(nursery) as worker:
            check(worker, "one")
            assert nursery._process is not None
            child = worker._pid
            nursery._process.kill()
            nursery._process.wait()
            assert gone(child), "a child never outlives its nursery"
            assert check(worker, "two").error == ""
    finally:
        nursery.close()


def test_nothing_outlives_the_supervisor() -> None:
    nursery = Nursery(settings())
    assert nursery._process is not None
    sock, child = nursery.fork()
    send(sock, {"sha256": "", "path": ""}, SPIN.encode())
    pids = (nursery._process.pid, child)
    nursery.close()
    assert [gone(pid) for pid in pids] == [True, True]
    with pytest.raises(ClosedError):
        nursery.fork()
    sock.close()


@pytest.mark.parametrize(("content", "code"), [(None, "missing"), ("something else", "changed")])
def test_a_file_that_is_not_the_one_meant_is_not_checked(
    worker: Worker, tmp_path: Path, content: str | None, code: str
) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(AbsentError, match=code):
        worker.check(hashlib.sha256(b"meant").hexdigest(), str(path))
    assert check(worker, "and the next one").error == ""


def test_faults_of_rules_reach_the_parent(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\ntitel: x\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"mine\.yaml:2"):
        Nursery(settings(playbook=str(path), checker="contractcheck.checker:Checker"))  # type: ignore[arg-type]


def test_a_checker_that_does_not_load_is_an_error() -> None:
    with pytest.raises(ContractcheckError, match="could not be loaded: ModuleNotFoundError"):
        Nursery(settings(checker="no.such:Checker"))  # type: ignore[arg-type]


# --- frames -------------------------------------------------------------------------------------------------------


@settings_of_hypothesis(max_examples=25)
@given(header=st.dictionaries(st.text(), st.text() | st.integers() | st.none()), body=st.binary(max_size=20_000))
def test_a_frame_arrives_as_it_was_sent(header: dict[str, object], body: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=send, args=(ours, header, body))
        sender.start()
        assert receive(theirs, deadline=time.monotonic() + 10) == (header, body)
        sender.join()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "nothing came"),
        (struct.pack("!IQ", 2, 0) + b"[]", "a list is no header"),
        (struct.pack("!IQ", 2, 0) + b"{{", "no JSON"),
        (struct.pack("!IQ", 2**32 - 1, 0), "more than any header"),
        (struct.pack("!IQ", 2, frames.MAX_BODY + 1), "more than any body"),
        (struct.pack("!IQ", 9, 0) + b"{}", "cut short"),
    ],
)
def test_a_frame_that_cannot_be_is_refused(raw: bytes, why: str) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(raw)
        with pytest.raises(ClosedError):
            receive(theirs)


def test_a_frame_that_does_not_end_meets_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"\0")
        with pytest.raises(TimeoutError):
            receive(theirs, deadline=time.monotonic() + 0.05)
