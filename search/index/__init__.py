"""What is on disk: the only room that knows Whoosh.

An index directory holds generations; a generation is a Whoosh index whose terms and postings are ours:

    INDEX/
      current                    the name of the live generation, switched by one rename
      lock                       held by the one writer
      generations/000001/
        generation.json          format, zone, when it was built
        _MAIN_1.toc              Whoosh's table of contents: schema, segments, deletions
        MAIN_<id>.<array>.npy    the arrays of a segment (`arrays.py` says what each one is)
        MAIN_<id>.records        what else there is of the documents, compressed (`records.py`, `between.py`)
        MAIN_<id>.<field>.col    Whoosh's per-document columns
        MAIN_WRITELOCK/          a folder in the place of Whoosh's lock file, which keeps its writer out

Opened are only directories that this program wrote: Whoosh's table of contents is a pickle.
"""
