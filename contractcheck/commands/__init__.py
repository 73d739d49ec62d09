"""The commands: each parses, calls, prints, and sets the exit code. Nothing is decided here."""
