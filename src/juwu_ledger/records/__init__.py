"""Each thing of the committee, worked out once from the books; all papers and rules read it here."""
