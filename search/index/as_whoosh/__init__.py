"""What plain Whoosh sees of an index; the only room that knows it.

schema.py        the fields
codec.py         terms and postings, read from our arrays
columns.py       the columns and the table of contents
"""
