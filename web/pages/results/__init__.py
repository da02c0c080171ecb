"""A list of results: what it is narrowed by, how it is spread over time, its pages."""
