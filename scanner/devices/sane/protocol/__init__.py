"""What goes to ``scanimage`` and what comes from it, as values; no process, no file, no clock."""
