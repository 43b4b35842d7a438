"""What Xiaomi's support usually asks for, collected in one folder of the owner's: nothing is sent.

Questions are data, answers a text file that its owner can edit, and the dossier is made of both,
the same each time. It must not know the terminal, nor how a phone is reached.
"""
