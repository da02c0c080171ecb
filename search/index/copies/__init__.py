"""Which texts are copies of each other.

sketches.py      what is kept of each text to point at its copies
likeness.py      is one text a copy of another? (sets.py: what two of them share)
reprints.py      the pairs of a generation, and the families that they make, as both are kept
"""
