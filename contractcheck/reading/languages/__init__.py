"""Languages: which passages are in English, and which are not."""
