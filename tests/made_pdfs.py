"""PDF files of odd shapes that hold one small invented contract, for the tests of marking."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from reportlab.pdfgen import canvas

LINES = (
    'MASTER SERVICES AGREEMENT between Alpha Support Ltd (the "Provider") and Beta Retail plc (the "Customer").',
    "1. Services. The Provider shall provide the Services to the Customer with reasonable skill and care.",
    "2. Breach. The Provider shall notify the Customer of each security incident within 24 hours after becoming",
    "aware of it. The Customer may audit the Provider once a year on thirty (30) days' notice. The Provider shall",
    "encrypt all Customer data in transit and at rest. Invoices are paid within thirty days.",
    "3. Termination. Either party may terminate this agreement for material breach that is not cured within thirty",
    "(30) days after notice. The Provider shall use reasonable efforts to make the Services available.",
    "4. Law. This agreement is governed by the laws of England. The courts of England have exclusive jurisdiction.",
    "5. Confidentiality. Each party shall keep the other party's confidential information secret for five years.",
)
WIDTH, HEIGHT = 612, 792


def made(*, rotate: int = 0, pages: int = 1, **keys: Any) -> bytes:
    """Return the contract as a PDF. ``rotate`` turns the page, and the print against it, so that it reads upright.

    ``keys`` are entries of the page's dictionary, such as ``CropBox``.
    """
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number in range(pages):
        turned = {90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}.get(rotate)
        if turned:
            sheet.translate(*turned)
            sheet.rotate(rotate)
        sheet.setFont("Helvetica", 10)
        top = 560 if rotate in (90, 270) else 720
        for at, line in enumerate(LINES if number == 0 else ("Signed by the parties on the date first written.",)):
            sheet.drawString(60, top - 13 * at, line)
        sheet.showPage()
    sheet.save()
    if not rotate and not keys:
        return out.getvalue()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        for page in pdf.pages:
            if rotate:
                page.obj.Rotate = rotate
            for key, value in keys.items():
                page.obj[f"/{key}"] = pikepdf.Array(value) if isinstance(value, list) else value
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=not how.get("encryption"), **how)
    return out.getvalue()


def again(data: bytes, **how: Any) -> bytes:
    """Return a file as qpdf writes it: with object streams, linearised, encrypted."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return saved(pdf, **how)


def nested() -> bytes:
    """Pages that inherit all from nodes of the tree, annotations in an array of their own, and page labels."""
    with pikepdf.open(io.BytesIO(made(pages=3))) as pdf:
        first, *rest = list(pdf.Root.Pages.Kids)
        node = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Pages,
                Parent=pdf.Root.Pages,
                Kids=pikepdf.Array(rest),
                Count=len(rest),
                MediaBox=pikepdf.Array([0, 0, WIDTH, HEIGHT]),
            )
        )
        for page in rest:
            page.Parent = node
            del page.MediaBox
        pdf.Root.Pages.Kids = pikepdf.Array([first, node])
        pdf.Root.Pages.Rotate = 0
        link = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), NM="the old one"
            )
        )
        first.Annots = pdf.make_indirect(pikepdf.Array([link]))
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.r), 1, pikepdf.Dictionary(S=pikepdf.Name.D, St=7)])
        )
        return saved(pdf)


def twice() -> bytes:
    """One page object that stands for two pages of the tree."""
    with pikepdf.open(io.BytesIO(made())) as pdf:
        (page,) = list(pdf.Root.Pages.Kids)
        pdf.Root.Pages.Kids = pikepdf.Array([page, page])
        pdf.Root.Pages.Count = 2
        return pdf_bytes(pdf)


def pdf_bytes(pdf: pikepdf.Pdf) -> bytes:
    """Return the file by hand: qpdf would give each page an object of its own."""
    parts = {one.objgen[0]: one.unparse(resolved=True) for one in pdf.objects if not isinstance(one, pikepdf.Stream)}
    streams = {one.objgen[0]: one for one in pdf.objects if isinstance(one, pikepdf.Stream)}
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number in sorted({*parts, *streams}):
        places[number] = len(out)
        body = parts.get(number)
        if body is None:
            raw = streams[number].read_bytes()
            body = b"<</Length %d>>\nstream\n" % len(raw) + raw + b"\nendstream"
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f\r\n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n\r\n" % (number, place)
    size = max(places) + 1
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, pdf.Root.objgen[0], start)
    return bytes(out)


def signed(level: int = 0) -> bytes:
    """A contract with a signature field that is signed; certified with that level unless it is 0.

    The signature itself is a stand-in: what is asked is whether it is seen, not whether it holds.
    """
    with pikepdf.open(io.BytesIO(made())) as pdf:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=pikepdf.Array([0, 9, 99, 9])
        )
        if level:
            parameters = pikepdf.Dictionary(Type=pikepdf.Name.TransformParams, P=level, V=pikepdf.Name("/1.2"))
            reference = pikepdf.Dictionary(
                Type=pikepdf.Name.SigRef, TransformMethod=pikepdf.Name.DocMDP, TransformParams=parameters
            )
            signature.Reference = pikepdf.Array([reference])
        signature = pdf.make_indirect(signature)
        if level:
            pdf.Root.Perms = pikepdf.Dictionary(DocMDP=signature)
        field = pdf.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=signature, Rect=pikepdf.Array([0, 0, 0, 0]))
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        return saved(pdf)
