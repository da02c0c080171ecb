"""From one generation to the next: one writer, and a switch at the end.

lock.py          one writer at a time (options.py: how long it waits, and what it keeps)
room.py          is there room on the disk?
publishing.py    a generation is written beside the live one, and takes its place
compaction.py    segments are joined (merging.py: by deriving them again)
deleting.py      documents go
restoring.py     a backup becomes a generation
salvage.py       what can be saved of a damaged segment
reprints.py      which documents of a generation are copies (sketched.py: what is kept of them; pointing.py: which
                 pairs may be; grouping.py, proving.py: which are)
"""
