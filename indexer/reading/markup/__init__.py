"""Pages of sites and feeds: markup in, the values of documents out. The only room that knows lxml."""
