"""Web pages: their blocks, the numbers of their lists, and how both are set as text."""
