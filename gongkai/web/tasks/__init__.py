"""Work done beside the pages: tasks in the database, tried again where they fail, and the worker that does them."""
