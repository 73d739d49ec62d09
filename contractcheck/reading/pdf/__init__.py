"""PDF: pages to text, in the order in which a person reads them, with their tables."""
