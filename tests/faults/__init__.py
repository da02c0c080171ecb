"""Faults on purpose: processes killed, calls that fail, power that goes, bits that flip, updates under load.

Whole commands are disturbed, each a process of its own.

Each of these has a bounded form, which the tests run, and a full one:

    python -m tests.faults.kills --kills 500
    python -m tests.faults.write_errors
    python -m tests.faults.power_loss
    python -m tests.faults.flips --flips 100
    python -m tests.faults.load --updates 200 --clients 4
"""
