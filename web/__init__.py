"""HTTP in, HTML or JSON out."""
