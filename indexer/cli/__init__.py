"""The commands that write an index, one or a few a file."""
