"""How fast is it, beside its peers? One corpus, every engine, the same queries (`python -m benchmarks.speed`)."""
