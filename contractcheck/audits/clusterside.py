"""What runs inside a Dask worker: a supervisor with children of its own, and the functions that the client sends."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from contractcheck.audits.inputs import fetch
from contractcheck.audits.tasks import CHANGED, Settings
from contractcheck.audits.worker import AbsentError, Nursery, Worker
from contractcheck.errors import ContractcheckError, RuleError


class Supervisor(WorkerPlugin):
    """Holds the children of one Dask worker: as many at a time as the worker has threads.

    ``playbook`` is the text of a playbook file of the user's own, which the worker's machine may not have, or "".
    """

    def __init__(self, settings: Settings, playbook: str, name: str) -> None:
        self.name = name
        self._settings = settings
        self._playbook = playbook

    def setup(self, worker: Any) -> None:
        """Begin, on the worker. Children come with the first document: loading takes time, and others wait for this."""
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._nursery: Nursery | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def teardown(self, worker: Any) -> None:
        """End all children."""
        with self._lock:
            if self._nursery is not None:
                self._nursery.close()
                self._nursery = None
            if self._folder is not None:
                self._folder.cleanup()

    def nursery(self) -> Nursery:
        """Return the nursery; the first call loads the rules. Raises RuleError, ContractcheckError."""
        with self._lock:
            if self._nursery is None:
                settings = self._settings
                if self._playbook:
                    self._folder = tempfile.TemporaryDirectory()
                    path = Path(self._folder.name, Path(settings.playbook).name)
                    path.write_text(self._playbook, encoding="utf-8")
                    settings = replace(settings, playbook=str(path))
                self._nursery = Nursery(settings)
            return self._nursery

    def check(self, sha256: str, path: str, content: bytes) -> dict[str, Any]:
        """Check a document in a child that has nothing else to do."""
        nursery = self.nursery()
        with self._lock:
            child = self._idle.pop() if self._idle else Worker(nursery)
        try:
            result = child.check(sha256, path, content)
        except AbsentError as error:
            return {"absent": str(error)}
        finally:
            with self._lock:
                self._idle.append(child)
        return {
            "data": result.data,
            "dates": result.dates,
            "fingerprint": result.fingerprint,
            "scanned": result.scanned,
        }


def check_one(name: str, sha256: str, location: str, remote: bool, content: bytes | None) -> dict[str, Any]:
    """Check one document: ``content``, or what this machine finds at ``location`` if it is the same."""
    supervisor = _supervisor(name)
    if content is None and remote:
        content, failure = fetch(location)
        if failure is not None or hashlib.sha256(content).hexdigest() != sha256:
            return {"absent": failure.code if failure else CHANGED}
    return supervisor.check(sha256, "" if content is not None else location, content or b"")


def say_about(name: str) -> dict[str, Any]:
    """Say what this worker loaded, or what is wrong with its rules."""
    try:
        return {"about": asdict(_supervisor(name).nursery().about)}
    except RuleError as error:
        return {"faults": list(error.faults)}
    except ContractcheckError as error:
        return {"error": str(error)}


def _supervisor(name: str) -> Supervisor:
    plugins: dict[str, Any] = get_worker().plugins
    found: Supervisor = plugins[name]
    return found
