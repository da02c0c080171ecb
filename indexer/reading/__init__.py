"""Files in, documents and clear refusals out: what there is to read, and how each format is read."""
