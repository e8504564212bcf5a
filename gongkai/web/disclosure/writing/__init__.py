"""The page on which a document is written: its forms, what is kept meanwhile, what comes in by drop and clipboard."""
