"""From a file to its bytes, lines and text, whatever encoding it is in."""
