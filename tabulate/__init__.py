"""What the marks mean.  Knows nothing of hardware."""
