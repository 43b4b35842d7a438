"""The runner and its rooms, against a phone in memory and a clock that nobody waits for."""
