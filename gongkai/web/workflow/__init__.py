"""Who may do what in which state: tables, and the one engine that walks them."""
