"""E-mail: messages and their attachments, read as one document."""
