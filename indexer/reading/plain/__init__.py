"""Text, JSON and tables: the formats that the standard library reads."""
