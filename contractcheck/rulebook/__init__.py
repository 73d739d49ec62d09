"""Rules as people write them -> rules ready to match: the phrase language, base forms, examples."""
