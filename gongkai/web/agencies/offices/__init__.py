"""The desk's pages about officers: who holds which office, the yearly review, deputies."""
