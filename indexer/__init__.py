"""Files in, a published index out."""
