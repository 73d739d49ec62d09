"""Locked files: with a password that fits, the same file without its lock. PDFs and the office files of today.

Every reader after this one gets bytes that open. A password is handed to the library that needs it and to nothing else:
no message, note or error holds one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from contractcheck.errors import UnreadableError
from contractcheck.reading import kinds
from contractcheck.reading.options import ReadOptions

# How often an office file hashes the password before it tries it. Word writes 100,000; a file that asks for more than
# this was made to keep the reader busy.
MAX_SPINS = 1_000_000
HOW = "give it with --password or --password-file"


def unlocked(data: bytes, name: str, reading: ReadOptions) -> bytes:
    """Return a file that opens: ``data`` itself where it is not locked.

    A PDF that only restricts printing or changes opens without a password and comes back as it is. Raises
    UnreadableError with the code locked (no password was given) or wrong-password (none of those given fits).
    """
    if kinds.is_pdf(data):
        return _pdf(data, name, reading)
    if kinds.is_locked_office(data):
        return _office(data, name, reading)
    return data


def _pdf(data: bytes, name: str, reading: ReadOptions) -> bytes:
    from contractcheck.reading.pdfium import is_locked, without_lock

    if not is_locked(data):
        return data
    return _opened(lambda password: without_lock(data, name, password), "the PDF", name, reading)


def _office(data: bytes, name: str, reading: ReadOptions) -> bytes:
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        spins = int(getattr(office, "info", {}).get("spinValue", 0))
    except Exception:
        raise UnreadableError("locked", f"{name}: the file is locked in a way that is not known here") from None
    if spins > MAX_SPINS:
        raise UnreadableError("locked", f"{name}: the file asks for too much work before a password can be tried")
    return _opened(lambda password: _decrypted(office, password), "the file", name, reading)


def _decrypted(office: Any, password: str) -> bytes | None:
    """The file inside, or None where the password is not the one."""
    plain = io.BytesIO()
    try:
        office.load_key(password=password, verify_password=True)
        office.decrypt(plain)
    except MemoryError:
        raise
    except Exception:  # of the library, of its cryptography, or of a file that lies about its sizes
        return None
    return plain.getvalue()


def _opened(attempt: Callable[[str], bytes | None], what: str, name: str, reading: ReadOptions) -> bytes:
    tried = 0
    for password in _passwords(name, reading):
        tried += 1
        found = attempt(password)
        if found is not None:
            return found
    if not tried:
        raise UnreadableError("locked", f"{name}: {what} is protected by a password: {HOW}")
    wrong = "the password does not open it" if tried == 1 else f"none of the {tried} passwords opens it"
    raise UnreadableError("wrong-password", f"{name}: {what} is protected by a password, and {wrong}")


def _passwords(name: str, reading: ReadOptions) -> Iterator[str]:
    """Yield the passwords given, then those of a person who is asked. An empty one opens nothing that is locked."""
    yield from filter(None, reading.passwords)
    again = False
    while (password := reading.ask(name, again)) is not None:
        if password:
            yield password
        again = True
