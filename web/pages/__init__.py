"""What readers see: pages, and the texts on them."""
