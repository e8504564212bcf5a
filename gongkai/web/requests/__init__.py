"""依申请公开: a request from the counter to the court."""
