"""The kinds of batches, one file each; they are found by walking this folder."""
