"""The street office's side: whose bundles it takes in, the log of what it took, and figures over all of them."""
