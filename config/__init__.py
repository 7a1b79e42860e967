"""What the election is and which law is in force.  Imports nothing of ours."""
