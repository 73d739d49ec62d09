"""Whether a PDF is signed, and what its signatures let others add. Form: ISO 32000-1, 12.8."""

from __future__ import annotations

from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject, PdfObject

# Bit 6 of the permissions of an encrypted file: whether notes may be added (ISO 32000-1, table 22).
_NOTES_ALLOWED = 1 << 5
# Forms have some hundreds of fields; a hostile file may name itself as its own child.
MAX_FIELDS = 10_000


@dataclass(frozen=True, slots=True)
class Signing:
    """``signatures`` counts those that were made; ``certified`` is the level of a certification, 1 to 3, or 0.

    1: no change is allowed; 2: only filling in and signing; 3: notes too.
    """

    signatures: int = 0
    certified: int = 0

    def remark(self, *, pages: int) -> str:
        """Return what a reader must know about a marked copy with ``pages`` added pages, or "" if nothing is signed."""
        if self.certified in (1, 2):
            what = "allows no change" if self.certified == 1 else "allows only filling in and signing"
            return (
                f"the PDF is certified, and its certification {what}: viewers will say that the marked copy "
                "breaks it. The signed bytes are kept"
            )
        if self.certified and pages:
            return (
                "the PDF is certified, and its certification allows notes but no added page: viewers will say that the "
                "marked copy breaks it. The signed bytes are kept. --no-list leaves the page out"
            )
        if self.signatures or self.certified:
            added = "the added page and the notes come" if pages else "the notes come"
            return f"the PDF is signed: {added} after the signature, and viewers will say that it was changed since"
        return ""


def signing(reader: PdfReader) -> Signing:
    """Look for signatures. What cannot be read counts as none: nothing here may cost the marked copy."""
    try:
        root = _dictionary(reader.trailer.get("/Root"))
        form = _dictionary(root.get("/AcroForm"))
        return Signing(_signatures(form), _certified(root))
    except Exception:  # a broken form is no reason to mark nothing
        return Signing()


def may_annotate(reader: PdfReader) -> bool:
    """Whether the owner of an encrypted file lets others add notes. Files without encryption say nothing."""
    try:
        encrypt = _dictionary(reader.trailer.get("/Encrypt"))
        rights = encrypt.get("/P")
        return not isinstance(rights, NumberObject) or bool(rights & _NOTES_ALLOWED)
    except Exception:  # as above
        return True


def _signatures(form: DictionaryObject) -> int:
    waiting = list(_array(form.get("/Fields")))
    count = seen = 0
    while waiting and seen < MAX_FIELDS:
        seen += 1
        field = _dictionary(waiting.pop())
        waiting += _array(field.get("/Kids"))
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and value is not None and "/ByteRange" in _dictionary(value):
            count += 1
    return count


def _certified(root: DictionaryObject) -> int:
    signature = _dictionary(_dictionary(root.get("/Perms")).get("/DocMDP"))
    for reference in _array(signature.get("/Reference")):
        if _dictionary(reference).get("/TransformMethod") == "/DocMDP":
            return int(_dictionary(_dictionary(reference).get("/TransformParams")).get("/P", 2))
    return 2 if signature else 0


def _dictionary(found: PdfObject | None) -> DictionaryObject:
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(found: PdfObject | None) -> ArrayObject:
    found = found.get_object() if found is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()
