"""Settings, addresses, server: the platform put together."""
