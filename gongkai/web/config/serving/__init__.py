"""`gongkai serve`: one process that prepares the instance, starts the server and the worker, and minds them."""
