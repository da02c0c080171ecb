"""From the values of a row to a document."""
