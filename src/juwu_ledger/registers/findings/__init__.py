"""What the rules looked at and what they found."""
