"""Find documents: what a document, a query and a result are, and how one finds the other."""
