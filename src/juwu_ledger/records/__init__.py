"""Each thing of the committee worked out once, for rules, papers, pages and commands alike."""
