"""One file format, one reader: each turns an opened source into documents and clear refusals."""
