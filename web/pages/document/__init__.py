"""One document: its marked places, how it is cited, what changed in its copies."""
