"""What commands share: options, asking, speaking, where answers go."""
