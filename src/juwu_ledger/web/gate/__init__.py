"""Who may ask for what: the gate and all that it looks at."""
