"""The checks of `doctor`, each on facts that are made up for it."""
