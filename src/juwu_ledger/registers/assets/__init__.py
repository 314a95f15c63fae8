"""Assets and lesser goods: the sheet and the printed registers."""
