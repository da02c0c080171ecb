"""JSON for programs: search, documents, what the index holds, and the API described by itself."""
