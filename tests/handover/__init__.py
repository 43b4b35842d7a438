"""The hand-over document: what was done with a phone, for its owner and for a buyer."""
