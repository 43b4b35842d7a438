"""What a phone says about itself in the text of its shell commands: one module per subject.

Pure parsers: text in, facts out. They must not run commands, keep names of people or accounts,
or raise on what a phone says: an answer that is none is told apart from "no".
"""
