"""What a person typed, as a tree."""
