"""What was done, by whom, when: events that cannot be changed unseen."""
