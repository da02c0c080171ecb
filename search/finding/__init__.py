"""From a query that was read to the lines of a page: what is found, how it was understood, where it matched."""
