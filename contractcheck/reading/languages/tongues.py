"""What tells a language: its small words, the letters that only it has, its script.

The small words stand in languages.txt beside this module, one line a language.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

ENGLISH = "English"

SCRIPTS: tuple[tuple[str, str], ...] = (
    # Without the Greek question mark: many PDFs print it for a semicolon, and half of all contracts looked Greek.
    ("\u0370-\u037d\u037f-\u03ff\u1f00-\u1fff", "Greek"),
    ("\u0400-\u052f", "Russian Ukrainian Bulgarian Serbian"),
    ("\u0590-\u05ff", "Hebrew"),
    ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", "Arabic Persian Urdu"),
    ("\u0900-\u097f", "Hindi"),
    ("\u0980-\u09ff", "Bengali"),
    ("\u0b80-\u0bff", "Tamil"),
    ("\u0e00-\u0e7f", "Thai"),
    ("\u10a0-\u10ff", "Georgian"),
    ("\u0530-\u058f", "Armenian"),
    ("\u1100-\u11ff\uac00-\ud7af", "Korean"),
    ("\u3040-\u30ff\u31f0-\u31ff", "Japanese"),
    ("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", "Chinese Japanese"),
)
# Letters that tell a language from its neighbours. Names have some of them too, so they weigh less than small words.
_LETTERS = {
    "German": "äöüß", "French": "éèêçàùœ", "Spanish": "ñáíóú¿", "Portuguese": "ãõçáéíó", "Italian": "àèìòù",
    "Catalan": "çàèéíò·", "Romanian": "ășțşţîâ", "Polish": "ąęłńśźżó", "Czech": "ěřůčšžýáíé", "Slovak": "ľĺŕôäčšžýá",
    "Hungarian": "őűáéíóöü", "Swedish": "åäö", "Danish": "æøå", "Norwegian": "æøå", "Finnish": "äö", "Estonian": "õäöü",
    "Latvian": "āēīūģķļņ", "Lithuanian": "ąęėįųūčšž", "Croatian": "čćđšž", "Slovenian": "čšž", "Turkish": "ğışçöü",
    "Vietnamese": "đăâêôơưạảấầậắệếềểịỉọỏốồộớờợụủứừựỳ", "Icelandic": "ðþæöáíúý", "Albanian": "ëç", "Maltese": "ħżġċ",
    "Ukrainian": "іїєґ", "Russian": "ыэё", "Bulgarian": "ъ", "Serbian": "јљњћђџ", "Persian": "پچژگ", "Urdu": "ٹڈںےہ",
}  # fmt: skip
LETTERS = {language: frozenset(letters) for language, letters in _LETTERS.items()}
OTHER_SCRIPT = re.compile(f"[{''.join(letters for letters, _ in SCRIPTS)}]")


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The small words of each language, from the file beside this module. English stands first."""
    lines = resources.files("contractcheck.reading.languages").joinpath("languages.txt").read_text("utf-8").splitlines()
    rows = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {language: frozenset(words.split()) for language, _, words in rows}


@cache
def own() -> dict[str, frozenset[str]]:
    """The small words of each language that no English text has."""
    known = vocabulary()
    return {
        language: frozenset(word for word in words - known[ENGLISH] if len(word) > 1 or not word.isascii())
        for language, words in known.items()
        if language != ENGLISH
    }


@cache
def all_own() -> frozenset[str]:
    return frozenset().union(*own().values())


def script_of(language: str) -> str:
    """The ranges of letters that only this language and its neighbours are written in, or "" for Latin letters."""
    return "".join(letters for letters, languages in SCRIPTS if language in languages.split())
