"""Kinds of files: told by their content alone; those that are not read are named, with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.errors import UnreadableError
from contractcheck.reading import kinds, read, read_bytes

TEXT = "The Provider shall keep the records for seven years."
MAIL = f"From: a@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\nSubject: Records\r\n\r\n{TEXT}\r\n"
OLE = kinds.OLE + bytes(600)


def zipped(name: str, content: str = "x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media"),
    [
        pytest.param(TEXT.encode(), "text/plain", id="plain text"),
        pytest.param(f"# Records\n\n{TEXT}".encode(), "text/markdown", id="Markdown"),
        pytest.param(f"<!doctype html><p>{TEXT}".encode(), "text/html", id="a web page"),
        pytest.param(f"<HTML><BODY>{TEXT}</BODY></HTML>".encode(), "text/html", id="an old page in capitals"),
        pytest.param(f"\ufeff\n<!-- saved -->\n<html>{TEXT}".encode(), "text/html", id="after a mark and a comment"),
        pytest.param(f'<?xml version="1.0"?><html xmlns="x"><p>{TEXT}</p></html>'.encode(), "text/html", id="XHTML"),
        pytest.param(f"<!doctype html><p>{TEXT}".encode("utf-16"), "text/html", id="a web page in UTF-16"),
        pytest.param(f"<div><p>1.</p><p>{TEXT}</p></div>".encode(), "text/html", id="a piece of a page"),
        pytest.param(
            f"<DOCUMENT>\n<TYPE>EX-10.1\n<SEQUENCE>2\n<TEXT>\n<html><p>{TEXT}".encode(), "text/html", id="from a filing"
        ),
        pytest.param(
            f'<p align="center">Terms</p>\n\n## Records\n\n{TEXT}\n\n<br>'.encode(),
            "text/markdown",
            id="tags in Markdown",
        ),
        pytest.param(f"Use the tag <html> in pages. {TEXT}".encode(), "text/plain", id="a text that names a tag"),
        pytest.param(MAIL.encode(), "message/rfc822", id="an e-mail"),
        pytest.param(b"From me Mon Jan 1\n" + MAIL.encode(), "message/rfc822", id="an e-mail from a mailbox file"),
        pytest.param(f"From: Ann\nTo: Bob\nDate: 1 May\n\n{TEXT}".encode(), "text/plain", id="a letter typed as text"),
        pytest.param(f"Term: two years\nFee: 5\n\n{TEXT}".encode(), "text/plain", id="labels are no header fields"),
    ],
)
def test_is_read(data: bytes, media: str) -> None:
    found = read_bytes(data, "contract.bin")
    assert found.media == media
    assert TEXT in " ".join(found.text.split())


@pytest.mark.parametrize(
    ("data", "kind", "what"),
    [
        pytest.param(OLE + "WordDocument".encode("utf-16-le"), "old Word file (.doc)", ".docx or PDF", id="doc"),
        pytest.param(OLE + "Workbook".encode("utf-16-le"), "old Excel file (.xls)", "as PDF", id="xls"),
        pytest.param(OLE + "PowerPoint Document".encode("utf-16-le"), "old PowerPoint", "as PDF", id="ppt"),
        pytest.param(zipped("xl/workbook.xml"), "Excel file (.xlsx)", "as PDF", id="xlsx"),
        pytest.param(zipped("ppt/presentation.xml"), "PowerPoint file (.pptx)", "as PDF", id="pptx"),
        pytest.param(
            zipped("mimetype", "application/vnd.oasis.opendocument.text"), "(.odt)", ".docx or PDF", id="OpenDocument"
        ),
        pytest.param(zipped("a.txt"), "zip archive", "unpack it", id="any other zip"),
        pytest.param(b"{\\rtf1 The parties}", "rich text file (.rtf)", ".docx or PDF", id="rich text"),
        pytest.param(b"\xffWPC" + bytes(99), "WordPerfect", ".docx or PDF", id="WordPerfect"),
        pytest.param(b"GIF89a" + bytes(99), "image (GIF)", "as PDF", id="an image that is no scan"),
        pytest.param(b"%!PS-Adobe", "PostScript", "as PDF", id="PostScript"),
        pytest.param(b"\x1f\x8b\x08" + bytes(99), "gzip archive", "unpack it", id="gzip"),
        pytest.param(b"\x78\x9f\x3e\x22" + bytes(99), "winmail.dat", "ask the sender", id="an Outlook parcel"),
        pytest.param(
            b"0\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(99), "(.p7m)", "that signs", id="p7m"
        ),
        pytest.param(b'<?xml version="1.0"?><contract/>', "an XML file", ".docx or PDF", id="XML that is no page"),
    ],
)
def test_is_named_with_what_to_do(data: bytes, kind: str, what: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "folder/contract.pdf.bin")
    message = str(caught.value)
    assert caught.value.code == "unknown-kind"
    assert kind in message
    assert what in message
    assert "\n" not in message


@pytest.mark.parametrize("name", ["contract.txt", "contract.html", "contract.eml", "contract", "contract.docx.txt"])
@pytest.mark.parametrize(
    ("data", "media"), [(f"<html><p>{TEXT}".encode(), "text/html"), (MAIL.encode(), "message/rfc822")]
)
def test_the_name_decides_nothing(tmp_path: Path, name: str, data: bytes, media: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read(path).media == media


def test_a_page_under_the_name_of_a_pdf_is_a_failed_download(tmp_path: Path) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(b"<!doctype html><p>Please log in to see this document")
    with pytest.raises(UnreadableError, match="not a PDF") as caught:
        read(path)
    assert caught.value.code == "broken-pdf"


@given(st.binary(max_size=400))
def test_any_bytes_are_told_without_a_fault(data: bytes) -> None:
    kinds.is_html(data)
    kinds.is_mail(data)
    assert bool(kinds.named_kind(data)) == bool(kinds.advice(data))
