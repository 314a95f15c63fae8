"""What papers consist of: one section a module."""
