"""The texts themselves: a text is its forms, and what stands between them.

between.py       what stands between the words of a text
records.py       that, and what else is known of a document, compressed
restored.py      documents and pieces of them, put together again
"""
