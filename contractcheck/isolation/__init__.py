"""Processes that read documents: limited, watched from outside, and ended without harm to anything else."""
