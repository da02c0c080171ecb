"""Russian text: tokens, lemmas, names; one analysis for index, query and snippets."""
