"""Texts that grow: what a hostile hand, or a printer gone wrong, repeats until a pattern or a stage gives in.

Each is a piece that is repeated behind a short agreement; ``{i}`` in it counts. All words are our own.
"""

from __future__ import annotations

from itertools import count

HEAD = (
    'SERVICES AGREEMENT\nThis Agreement is between Alder Limited (the "Provider") and Birch plc (the "Customer").\n'
    "1. Services. The Provider shall provide the Services to the Customer and keep its data secret.\n"
)

# name -> piece. The name tells what each would wear out.
PIECES: dict[str, str] = {
    # one sentence without an end, full of what rules look for
    "duties": "shall notify the Customer of a breach within 24 hours and ",
    "terms": "Confidential Information ",
    "termination": "terminate this Agreement upon thirty days notice ",
    "negations": "shall not be obliged to ",
    "conditions": "if and unless and provided that ",
    "softeners": "shall use reasonable efforts to encrypt data and ",
    "vetoes": "including without limitation insurance and audits, ",
    "moods": "should it be that it did not, as though ",
    "relatives": "the Provider, which shall, which may, ",
    "owners": "the obligations of the Provider of the Customer of ",
    "semicolons": "shall audit; ",
    "colons": "as follows: ",
    "commas": "data, ",
    "and": "and ",
    "not": "not ",
    "who": "it shall and it may and ",
    # sentences and lines
    "sentences": "The Provider shall back up the data daily. ",
    "short sentences": "It is. ",
    "abbreviations": "e.g. i.e. No. vs. Mr. ",
    "capital lines": "LIMITATION OF LIABILITY\n",
    "short lines": "x\n",
    "one word lines": "Fees\n",
    "indented lines": "        The Provider shall pay.\n",
    "hyphenated lines": "confiden-\ntial infor-\nmation ",
    "line ends": "\n",
    "line ends of Windows": "\r\n",
    "spaces": " ",
    "tabs": "\t",
    "hard spaces": "\u00a0",
    "unseen": "\u200b",
    # numbering
    "ones": "1. Heading\n",
    "numbers": "{i}. Heading\n",
    "numbers in line": "{i}. the Provider shall pay ",
    "decimals": "{i}.1 The Provider shall pay.\n",
    "deep decimals": "1.1.1.1.1.1.1.1 Fees\n",
    "one long number": "1.",
    "letters": "(a) the Provider shall pay;\n",
    "letters in line": "(a) pay; (b) repay; ",
    "romans": "(i) the Provider shall pay;\n",
    "romans in capitals": "XVII. FEES\n",
    "articles": "ARTICLE {i}\nFEES\n",
    "sections": "Section {i}. Fees. The fees are due.\n",
    "bullets": "- the Provider shall pay\n",
    "stars": "* item\n",
    "nested letters": "(a) (i) (A) (1) ",
    "headings": "{i}. FEES AND TAXES\n\nThe fees are due.\n\n",
    "contents": "{i}. Fees ........ {i}\n",
    "contents by dots": ". . . . . ",
    "annexes": "ANNEX {i}\nText.\n",
    "annexes in line": "Schedule {i} and Annex {i} ",
    # references
    "references": "subject to Section {i} and Clause {i}.2 ",
    "lists of references": "Sections 1, 2, 3, 4 and 5, ",
    "one list of references": "1, ",
    "taken in": "the General Terms {i} are incorporated by reference. ",
    "other agreements": "the Master Services Agreement {i} dated 1 May 2020 ",
    "policies": "the Security Policy and the Travel Guidelines ",
    "addresses": "https://example.com/terms/{i} ",
    "mail addresses": "a{i}@example.com ",
    "at signs": "@",
    # definitions and quotation marks
    "terms in brackets": '("Term {i}") ',
    "terms that mean": '"Term {i}" means a thing. ',
    "one term again": '"Term" means ',
    "quotation marks": '"',
    "curly marks": "“",
    "apostrophes": "'",
    "brackets": "(",
    "closed brackets": ")",
    "pairs of brackets": "()",
    "square brackets": "[",
    "braces": "{{",
    "angles": "<",
    "bracket and mark": '(the "',
    # blanks, boxes, notes
    "blanks": "________ ",
    "one long blank": "_",
    "bullets for blanks": "[●] ",
    "dots for blanks": ".....",
    "boxes": "[ ] the Provider pays [X] the Customer pays\n",
    "drawn boxes": "☐ yes ☒ no ",
    "notes": "[Note to draft: to be agreed.] ",
    "options": "[OPTION {i}: the fees are due.] ",
    "struck": "~~old~~ new ",
    # figures
    "amounts": "USD 1,000,000 ",
    "amounts in words": "one hundred and twenty-five thousand ",
    "one number in words": "twenty ",
    "digits": "1",
    "digits and commas": "1,",
    "percent": "99.9% ",
    "days": "thirty (30) days ",
    "times": "24 hours ",
    "dates": "1 January 2024 ",
    "dates by numbers": "01/02/2024 ",
    "dates in words": "the 31st day of March, 2024 ",
    "terms in months": "a term of 12 months from the Effective Date ",
    # parties and signatures
    "parties": 'Alder {i} Limited (the "Provider") and ',
    "companies": "Birch Inc., Cedar Ltd., ",
    "between": "by and between ",
    "you and we": "you shall pay us and we shall pay you ",
    "recitals": "WHEREAS, the Customer needs services; ",
    "signatures": "IN WITNESS WHEREOF\nBy: ______ Name: ______\n",
    # pages and their furniture
    "pages": "x y z\n\f",
    "footers": "Page {i} of 900\nConfidential Draft\nx y z\n\f",
    "one footer": "Confidential Draft\n\f",
    "running numbers": "- {i} -\n\f",
    "form feeds": "\f",
    "pointers": "Data is encrypted as set out in Annex {i}. ",
    "pointers in a sentence": "data is encrypted as set out in Annex {i} and ",
    "references in sentences": "Audits are subject to Section {i}. ",
    "items of one lead": "(a) encrypt data; (b) keep it secret;\n",
    # tables and markup
    "bars": "|",
    "rows": "| Uptime | 99.9% | 5% |\n",
    "rulers": "|---|---|\n",
    "rules of dashes": "-",
    "rules of equals": "=",
    "markdown headings": "# Fees\n\ntext\n\n",
    "markdown links": "[a](b) ",
    "bold": "**fees** ",
    "stars alone": "*",
    "ticks": "```\n",
    "entities": "&amp;",
    "tags": "<b>fees</b> ",
    # words
    "letters alone": "a",
    "capitals alone": "A",
    "accents": "é",
    "words with hyphens": "well-",
    "words with slashes": "and/or/",
    "words with dots": "a.b.c.",
    "mixed": "aA1_",
    # other languages
    "German": "Der Auftragnehmer haftet nur bei Vorsatz. ",
    "Russian": "Исполнитель обязан. ",
    "Chinese": "合同",
}


def grown(piece: str, size: int) -> str:
    """Return a text of about this many characters."""
    parts, length = [HEAD], len(HEAD)
    if "{i}" not in piece:
        plain = piece.replace("{{", "{")
        return HEAD + plain * max(1, (size - length) // len(plain))
    for i in count(1):
        part = piece.replace("{i}", str(i))
        parts.append(part)
        length += len(part)
        if length >= size:
            break
    return "".join(parts)
