"""Each thing of the committee, worked out once from the books; all who tell of it read it here."""
