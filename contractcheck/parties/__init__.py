"""Opening words and duties -> who provides and who receives."""
