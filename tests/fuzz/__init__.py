"""Inputs that no one would write: every reader and the query language must answer, or refuse in words.

Each input is made by a number, so that one that did harm can be made again. The tests run a bounded number, driven by
hypothesis; the full run is

    python -m tests.fuzz --inputs 1000000
    python -m tests.fuzz --kind readers --first 123456 --inputs 1
"""
