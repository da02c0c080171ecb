"""How a segment is made: documents in, files out.

    share.py         documents as they come → numbers of forms, records, labels, put aside (one for each process)
    vocabulary.py    the forms of all shares → one order of forms, and the terms of each
    runs.py          rows of numbers, made piece by piece, woven into one array
    narrowing.py     rows of ascending numbers in one to three bytes each
    packing.py       the last look at every slot: ranks, frequent beginnings (beginnings.py), pairs
    documents.py     what is written of documents beside their words
    draft.py         all of it: from shares to the files of a segment
    memory.py        how much memory that may take

Memory: what grows with the archive is its vocabulary and some hundred bytes a document. Slots, positions and
postings pass through in pieces.
"""
