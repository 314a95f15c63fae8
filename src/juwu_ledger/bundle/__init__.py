"""What a committee hands to the street office each month: one file that both sides read alike."""
