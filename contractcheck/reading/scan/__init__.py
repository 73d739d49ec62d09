"""Scans: the image of a page to its words, and the words to lines in reading order."""
