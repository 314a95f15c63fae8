"""The street office's commands: each a module of its own; none of them writes a committee's books."""
