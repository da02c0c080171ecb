"""How the arrays of a segment are read: mapped, and never whole.

strings.py       sorted strings in one block of bytes
ascending.py     rows of ascending numbers, in one to four bytes each (three_bytes.py)
forward.py       which form stands in each slot
owners.py        which document a slot is in
keys.py          the keys of all forms, by their length
spellings.py     the forms of a shape, those like another one, those romanised so
"""
