"""Pages of PDFs on which not all is as the text says: struck, hidden, filled in, damaged. For tests and benchmarks."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color, black
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.made_pdfs import saved

WIDTH, HEIGHT = 595, 842
LEFT, TOP, STEP, SIZE = 60, 770, 15, 10
Draw = Callable[[canvas.Canvas], None]

LINES = (
    'MASTER SERVICES AGREEMENT between Alpha Support Ltd (the "Provider") and Beta Retail plc (the "Customer").',
    "1. Services. The Provider shall provide the Services to the Customer with reasonable skill and care.",
    "2. Invoices. The Customer shall pay each invoice within thirty (30) days after it has received the invoice.",
    "3. Confidentiality. Each party shall keep the other party's confidential information secret for five years.",
    "4. Law. This agreement is governed by the laws of England. The courts of England have exclusive jurisdiction.",
)
BREACH = "5. Breach. The Provider shall notify the Customer of each personal data breach within 24 hours."


def page(*draws: Draw, lines: Sequence[str] = LINES, pages: int = 1) -> bytes:
    """A contract of a few lines, on whose first page these draw."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number in range(pages):
        sheet.setFont("Helvetica", SIZE)
        for row, line in enumerate(lines):
            sheet.drawString(LEFT, TOP - STEP * row, line)
        for draw in draws if number == 0 else ():
            sheet.saveState()
            draw(sheet)
            sheet.restoreState()
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def words(
    text: str, x: float = LEFT, y: float = 600, *, colour: Color = black, mode: int = 0, size: float = SIZE
) -> Draw:
    """A line of words."""

    def draw(sheet: canvas.Canvas) -> None:
        line = sheet.beginText(x, y)
        line.setFont("Helvetica", size)
        line.setFillColor(colour)
        line.setTextRenderMode(mode)
        line.textOut(text)
        sheet.drawText(line)

    return draw


def wide(text: str, size: float = SIZE) -> float:
    """How long a line of words is, in points."""
    sheet = canvas.Canvas(io.BytesIO())
    return float(sheet.stringWidth(text, "Helvetica", size))


def line(x: float, to: float, y: float, thick: float = 0.7, colour: Color = black, *, filled: bool = False) -> Draw:
    """A line across, drawn as a stroke or as a thin box."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.setStrokeColor(colour)
        sheet.setFillColor(colour)
        sheet.setLineWidth(thick)
        if filled:
            sheet.rect(x, y, to - x, thick, stroke=0, fill=1)
        else:
            sheet.line(x, y, to, y)

    return draw


def box(x: float, y: float, to: float, top: float, colour: Color = black, alpha: float = 1.0) -> Draw:
    """A filled box."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFillColor(colour, alpha=alpha)
        sheet.rect(x, y, to - x, top - y, stroke=0, fill=1)

    return draw


def field(name: str, value: str, x: float, y: float, width: float = 60) -> Draw:
    """A text field of a form, filled in."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.acroForm.textfield(
            name=name, value=value, x=x, y=y - 3, width=width, height=14, fontSize=SIZE, borderWidth=0
        )

    return draw


def tick(name: str, x: float, y: float, *, on: bool) -> Draw:
    """A box to tick."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.acroForm.checkbox(name=name, checked=on, x=x, y=y - 2, size=12)

    return draw


def printed(lines: Sequence[str], *, size: int = 20) -> Image.Image:
    """An image of a page of print, as a scanner makes it."""
    image = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size)
    for row, text in enumerate(lines):
        pen.text((110, 160 + 46 * row), text, fill=0, font=font)
    return image


def scan(lines: Sequence[str], *draws: Draw) -> bytes:
    """A page that is an image of print, with what is drawn upon it."""
    return page(drawn(printed(lines)), *draws, lines=())


def layer(lines: Sequence[str], *, size: int = 20) -> Draw:
    """The words of such an image as programs put them over it: not painted, each where the image has it."""
    font = ImageFont.load_default(size)
    scale = WIDTH / 1240

    def draw(sheet: canvas.Canvas) -> None:
        for row, text in enumerate(lines):
            at = 0
            for word in text.split():
                x = 110 + font.getlength(text[:at])
                words(word, x * scale, HEIGHT - (160 + 46 * row + size) * scale, mode=3, size=size * scale)(sheet)
                at += len(word) + 1

    return draw


def drawn(image: Image.Image) -> Draw:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    return draw


def annotated(data: bytes, *annotations: dict[str, Any], number: int = 0) -> bytes:
    """The file with annotations on a page. ``Rect`` and ``QuadPoints`` are lists, names begin with a slash."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        target = pdf.pages[number].obj
        rows = list(target.get("/Annots", [])) + [pdf.make_indirect(_entry(one)) for one in annotations]
        target.Annots = pikepdf.Array(rows)
        return saved(pdf)


def _entry(keys: dict[str, Any]) -> pikepdf.Dictionary:
    made = pikepdf.Dictionary(Type=pikepdf.Name.Annot)
    for key, value in keys.items():
        if isinstance(value, str) and value.startswith("/"):
            made[f"/{key}"] = pikepdf.Name(value)
        elif isinstance(value, list):
            made[f"/{key}"] = pikepdf.Array(value)
        else:
            made[f"/{key}"] = value
    return made


def strike(x: float, to: float, y: float, author: str = "Reviewer", contents: str = "") -> dict[str, Any]:
    """A StrikeOut annotation over a line whose base line is at ``y``."""
    low, high = y - 3, y + 9
    quad = [x, high, to, high, x, low, to, low]
    return {
        "Subtype": "/StrikeOut", "Rect": [x, low, to, high], "QuadPoints": quad, "T": author, "Contents": contents, "F": 4,
    }  # fmt: skip


def note(x: float, y: float, contents: str, author: str = "Reviewer", kind: str = "/Text") -> dict[str, Any]:
    """A note."""
    return {"Subtype": kind, "Rect": [x, y, x + 18, y + 18], "T": author, "Contents": contents, "F": 4}


def typed(x: float, y: float, text: str, width: float = 80) -> dict[str, Any]:
    """Words typed over the page (FreeText)."""
    return {
        "Subtype": "/FreeText",
        "Rect": [x, y - 3, x + width, y + 11],
        "Contents": text,
        "DA": "/Helv 10 Tf",
        "F": 4,
    }


def on_layer(data: bytes, text: str, *, off: bool, y: float = 600) -> bytes:
    """The file with a line of words on a layer."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Draft"))
        layers = pikepdf.Array([layer])
        state = pikepdf.Dictionary(Order=layers, **({"OFF": layers} if off else {"ON": layers}))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=layers, D=state)
        target = pdf.pages[0]
        target.obj.Resources.Properties = pikepdf.Dictionary(L0=layer)
        font = next(iter(target.obj.Resources.Font.keys()))
        words_ = text.replace("(", r"\(").replace(")", r"\)")
        target.contents_add(
            f"/OC /L0 BDC BT {font} {SIZE} Tf 1 0 0 1 {LEFT} {y} Tm ({words_}) Tj ET EMC".encode(), prepend=False
        )
        return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def cropped(data: bytes, frame: Sequence[float]) -> bytes:
    """The file with a smaller visible part of its first page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].obj.CropBox = pikepdf.Array(list(frame))
        return saved(pdf)


def with_files(data: bytes, files: dict[str, bytes], *, portfolio: bool = False) -> bytes:
    """The file with others embedded in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name, content in files.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        if portfolio:
            pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection, View=pikepdf.Name.D)
        return saved(pdf)


def xfa(data: bytes) -> bytes:
    """The file as a form of XFA."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        template = pdf.make_stream(
            b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template>24 hours</template></xdp:xdp>"
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array([]), XFA=pikepdf.Array([pikepdf.String("template"), template])
        )
        pdf.Root.NeedsRendering = True
        return saved(pdf)
