"""The pieces of a Word file: its package, styles, numbering, runs and blocks, and the sheet that text is put on."""
