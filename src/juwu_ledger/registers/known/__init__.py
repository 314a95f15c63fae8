"""All that is known of one thing that an id names, and where in the books it stands."""
