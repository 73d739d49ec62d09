"""Plain text and Markdown, with tables drawn in characters."""
