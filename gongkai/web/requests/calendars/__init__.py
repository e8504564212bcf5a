"""Due days of requests in the calendar program of the officer who holds them."""
