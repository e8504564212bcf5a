"""What is looked for in the text of a document: each module finds one kind of thing in a :class:`Body`."""
