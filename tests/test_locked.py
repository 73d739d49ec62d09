"""Locked files: the right password opens them, a wrong or missing one is one clear line, and none is ever shown."""

from __future__ import annotations

import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import docx
import msoffcrypto
import pikepdf
import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile

from contractcheck.cli import main
from contractcheck.commands.progress import TRIES, Progress, reading_on
from contractcheck.errors import UnreadableError
from contractcheck.reading import read_bytes
from contractcheck.reading.kinds import OLE
from contractcheck.reading.options import Engine, ReadOptions

pytestmark = pytest.mark.usefixtures("own_rules_once")

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "analytics.pdf"
SECRET, OTHER = "correct horse 7", "battery staple 8"


def locked(user: str = SECRET, owner: str = "owner", revision: int = 6, **allow: bool) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(
            buffer,
            encryption=pikepdf.Encryption(
                user=user,
                owner=owner,
                R=revision,
                allow=pikepdf.Permissions(**allow),
                metadata=revision > 3,
                aes=revision > 3,
            ),
        )
    return buffer.getvalue()


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Services Agreement", 1)
    document.add_paragraph("1. The Provider shall keep the Customer's data confidential.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def locked_office(password: str = SECRET) -> bytes:
    """A Word file as Word locks it."""
    office, buffer = OOXMLFile(io.BytesIO(WORD)), io.BytesIO()
    office.encrypt(password, buffer)
    return buffer.getvalue()


WORD = word_file()
PDF, OFFICE = locked(), locked_office()


@pytest.mark.parametrize(
    ("data", "passwords"),
    [
        pytest.param(PDF, (SECRET,), id="a PDF of today (AES-256)"),
        pytest.param(PDF, ("owner",), id="the owner's password opens it too"),
        pytest.param(PDF, (OTHER, SECRET), id="all passwords are tried"),
        pytest.param(locked(revision=4), (SECRET,), id="an older PDF (AES-128)"),
        pytest.param(locked(revision=3), (SECRET,), id="an old PDF (RC4)"),
        pytest.param(locked(user="pässwört"), ("pässwört",), id="letters beyond ASCII"),
        pytest.param(locked(user="", print_highres=False), (), id="printing is forbidden, reading is not"),
        pytest.param(OFFICE, (SECRET,), id="an office file of today"),
        pytest.param(OFFICE, (OTHER, SECRET), id="an office file, the second password"),
        pytest.param(locked_office("pässwört"), ("pässwört",), id="an office file, letters beyond ASCII"),
    ],
)
def test_opens(data: bytes, passwords: tuple[str, ...]) -> None:
    found = read_bytes(data, "contract", ReadOptions(passwords=passwords))
    plain = read_bytes(WORD if data.startswith(OLE) else SAMPLE.read_bytes(), "contract")
    assert found.text == plain.text
    assert found.pages == plain.pages
    assert found.sha256 != plain.sha256, "the hash is that of the file as it was given"


@pytest.mark.parametrize(
    ("data", "passwords", "code", "says"),
    [
        pytest.param(PDF, (), "locked", "give it with --password or --password-file", id="no password"),
        pytest.param(PDF, ("",), "locked", "give it", id="an empty password is none"),
        pytest.param(PDF, (OTHER,), "wrong-password", "the password does not open it", id="a wrong one"),
        pytest.param(PDF, (OTHER, "x"), "wrong-password", "none of the 2 passwords opens it", id="two wrong ones"),
        pytest.param(PDF, ("\udcff",), "wrong-password", "does not open it", id="bytes that are no character"),
        pytest.param(OFFICE, (), "locked", "give it with --password", id="an office file, no password"),
        pytest.param(OFFICE, (OTHER,), "wrong-password", "the password does not open it", id="an office file, wrong"),
        pytest.param(OFFICE, ("\udcff",), "wrong-password", "does not open it", id="an office file, no character"),
        pytest.param(OFFICE[: len(OFFICE) // 2], (SECRET,), "", "", id="an office file cut in half"),
        pytest.param(PDF[: len(PDF) // 2], (SECRET,), "", "", id="a locked PDF cut in half"),
        pytest.param(
            OFFICE.replace(b'spinCount="100000"', b'spinCount="9000000"'),
            (SECRET,),
            "locked",
            "too much work",
            id="a file that asks for an hour of work for one password",
        ),
    ],
)
def test_refuses_in_one_line_without_the_password(
    data: bytes, passwords: tuple[str, ...], code: str, says: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "contract.bin", ReadOptions(passwords=passwords))
    message = str(caught.value)
    assert caught.value.code == code or not code
    assert says in message
    assert message.startswith("contract.bin: ")
    assert "\n" not in message
    assert not any(password in message for password in passwords if password)


def test_a_file_that_lies_about_its_lock_is_refused() -> None:
    data = OFFICE.replace(b"<encryption", b"<!DOCTYPE a", 1)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "contract.bin", ReadOptions(passwords=(SECRET,)))
    assert caught.value.code == "locked"


def test_the_way_of_reading_does_not_show_its_passwords() -> None:
    assert SECRET not in repr(ReadOptions(passwords=(SECRET,)))


def test_recognised_pages_of_a_locked_file_are_not_kept(tmp_path: Path) -> None:
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(data, encryption=pikepdf.Encryption(user=SECRET, owner=SECRET))
    with pytest.raises(UnreadableError):
        read_bytes(data.getvalue(), "x", ReadOptions(passwords=(SECRET,), ocr_cache=tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


# --- the commands -------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.pdf").write_bytes(PDF)
    (folder / "two.pdf").write_bytes(locked(OTHER))
    (folder / "three.docx").write_bytes(OFFICE)
    (tmp_path / "passwords.txt").write_text(f"\ufeff{SECRET}\r\n\r\n{OTHER}\r\n", encoding="utf-8")
    return folder


def seen_nowhere(root: Path, *texts: str) -> None:
    """No password in what was printed, nor in any file written below ``root``."""
    for secret in (SECRET, OTHER):
        assert not any(secret in text for text in texts)
        for path in root.rglob("*"):
            if path.is_file() and path.name != "passwords.txt":
                assert secret.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("command", [["check", "--fail-on", "never"], ["checklist"]])
def test_commands_take_a_password(files: Path, command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, str(files / "one.pdf"), "--password", SECRET])
    assert result.exit_code in (0, 1)
    assert "one.pdf" in result.stdout
    assert "protected" not in result.output
    seen_nowhere(files, result.output)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param([], "the PDF is protected by a password: give it with --password or --password-file", id="none"),
        pytest.param(
            ["--password", "nope"], "the PDF is protected by a password, and the password does not open it", id="wrong"
        ),
    ],
)
def test_check_says_so_in_one_line(files: Path, options: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["check", str(files / "one.pdf"), *options])
    assert result.exit_code == 2
    assert result.stderr == f"contractcheck: {files}/one.pdf: {message}\n"
    assert "nope" not in result.output


def test_check_opens_files_with_different_passwords(files: Path, tmp_path: Path) -> None:
    names = [str(files / name) for name in ("one.pdf", "two.pdf", "three.docx")]
    output = tmp_path / "report.json"
    result = CliRunner().invoke(
        main,
        ["check", *names, "--password-file", str(tmp_path / "passwords.txt"), "-o", str(output), "--fail-on", "never"],
    )
    assert result.exit_code == 0, result.output
    assert [one["status"] for one in json.loads(output.read_text())] == ["checked"] * 3
    seen_nowhere(tmp_path, result.output)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(None, "cannot be read", id="no such file"),
        pytest.param(b"\n\n", "holds no password", id="an empty file"),
        pytest.param(b"\xff\xfe\x00secret", "not text in UTF-8", id="another encoding"),
        pytest.param(b"a secret\n" * 200_000, "too long", id="a contract named by mistake"),
    ],
)
def test_a_bad_password_file_is_one_line(files: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    result = CliRunner().invoke(main, ["check", str(files / "one.pdf"), "--password-file", str(path)])
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert "secret" not in result.stderr


def test_audit_opens_locked_files_and_its_ledger_holds_no_password(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = CliRunner().invoke(main, ["audit", str(files), "-o", str(out), "--workers", "1", "--fail-on", "never"])
    assert first.exit_code == 2, "without a password no file is checked"
    again = ["audit", str(files), "-o", str(out), "--workers", "1", "--fail-on", "never"]
    second = CliRunner().invoke(main, [*again, "--password-file", str(tmp_path / "passwords.txt")])
    assert second.exit_code == 0, second.output
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert [line["status"] for line in lines] == ["checked"] * 3, (
        "locked files are tried again when there is a password"
    )
    seen_nowhere(tmp_path, first.output, second.output)
    with sqlite3.connect(out / "audit.sqlite") as ledger:
        assert SECRET not in "\n".join(ledger.iterdump())


# --- asking a person ----------------------------------------------------------------------------------------------


def test_a_person_is_asked_and_what_is_typed_is_not_shown(files: Path, tmp_path: Path) -> None:
    """On a terminal. The first try is wrong; the password typed for one file is tried on the next."""
    (files / "again.pdf").write_bytes(locked(revision=4))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "contractcheck.cli", "check", "one.pdf", "again.pdf", "--fail-on", "never"]
    command += ["-o", str(tmp_path / "report.json"), "-q"]
    program = [
        sys.executable,
        "-c",
        f"import sys; sys.argv = {command[2:]!r}; from contractcheck.cli import main; main()",
    ]
    with subprocess.Popen(
        program,
        cwd=files,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: _own_terminal(theirs),
    ) as ran:
        os.close(theirs)
        clock = threading.Timer(120, ran.kill)
        clock.start()
        said = answered(ours, [OTHER, SECRET])
        clock.cancel()
        assert ran.wait() == 0, said
    assert said.count(": ") == 2, said
    assert "Password for one.pdf" in said
    assert OTHER not in said
    assert SECRET not in said
    assert [one["status"] for one in json.loads((tmp_path / "report.json").read_text())] == ["checked"] * 2


def _own_terminal(descriptor: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)


def answered(descriptor: int, answers: list[str]) -> str:
    said = ""
    left = list(answers)
    while True:
        try:
            piece = os.read(descriptor, 4096).decode(errors="replace")
        except OSError:  # the other side has closed the terminal
            return said
        if not piece:
            return said
        said += piece
        if left and said.count(": ") > len(answers) - len(left) and said.endswith(": "):
            os.write(descriptor, f"{left.pop(0)}\n".encode())


def test_nobody_is_asked_off_a_terminal() -> None:
    assert Progress(1).ask("one.pdf", again=False) is None


def test_a_person_is_asked_no_more_than_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("contractcheck.commands.progress._is_person", lambda: True)
    monkeypatch.setattr("click.prompt", lambda words, **how: asked.append((words, how["hide_input"])) or "wrong")
    shown = Progress(2)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(PDF, "one.pdf", reading_on(ReadOptions(ocr=Engine.NONE), shown))
    assert caught.value.code == "wrong-password"
    assert len(asked) == TRIES
    assert all(hidden for _, hidden in asked)


def test_the_library_that_opens_office_files_is_the_one_known() -> None:
    """Its check of the password is what tells a wrong one from a broken file."""
    office = msoffcrypto.OfficeFile(io.BytesIO(OFFICE))
    assert office.info["spinValue"] == 100_000
