"""Background tasks as those see them who look after the instance."""
