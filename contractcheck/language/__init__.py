"""Language: words, sentences, list items, base forms, amounts, dates and cross-references, each in one place."""
