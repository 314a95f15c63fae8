"""FMT: what is written so that it cannot be read, or read wrongly."""
