"""Which bytes are signed, how, and by whose key."""
