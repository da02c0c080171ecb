"""How fast and how good: run by hand, never by pytest."""
