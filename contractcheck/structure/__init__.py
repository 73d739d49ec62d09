"""Lines -> numbered clauses with heading, page and place; contents, annexes, definitions; the kind of agreement."""
