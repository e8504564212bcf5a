"""开放数据接口: what the portal shows, as JSON and CSV, for programs."""
