"""What comes in as a file: read, checked, turned into frozen values. No reader knows of the journal."""
