"""What is on disk, and how it gets there unharmed.

An index directory holds generations; a generation is a Whoosh index whose terms and postings are ours:

    INDEX/
      current                    the name of the live generation, switched by one rename
      lock                       held by the one writer
      generations/000001/
        generation.json          zone, segments, lengths and checksums of all files (`manifest.py`)
        _MAIN_1.toc              Whoosh's table of contents, for Whoosh alone
        MAIN_<id>.<array>.npy    the arrays of a segment (`arrays.py` says what each one is)
        MAIN_<id>.records        what else there is of the documents, compressed (`texts/`)
        MAIN_<id>.<field>.col    Whoosh's per-document columns
        MAIN_<id>.deleted.*.npy  which documents are gone (`deletions.py`); all other files may be links
        reprints.<array>.npy     which documents are copies of each other (`copies/reprints.py`)
        MAIN_WRITELOCK/          a folder in the place of Whoosh's lock file, which keeps its writer out

Whoosh's table of contents is a pickle, and never read by us.
"""
