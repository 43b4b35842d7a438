"""The phone's own words: read, kept, and used in a run."""
