"""Everything that reads what others wrote is fed garbage: dumps, properties, packs, resources."""
