"""Reference: rules and playbooks as pages that people read."""
