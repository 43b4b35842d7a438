"""Tests of the packs: reading them, judging them, and what the shipped ones recognise."""
