"""Reading APKs: judged by a writer of its own, by aapt, and by hostile files."""
