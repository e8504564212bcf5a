"""The text of a document: what HTML it may have, what is pasted and made so, two versions side by side."""
