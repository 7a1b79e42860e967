"""What passes the line, as pure functions of bytes."""
