"""What the one walk over the books finds, and the frozen view of it all."""
