"""The dossier for support: answers, files, and what is made of them."""
