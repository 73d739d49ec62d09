"""Two drafts of a contract: what changed between them, in words and in what the words are worth."""
