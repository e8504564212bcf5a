"""信息处理费: what a request costs, by the month's requests of who asks or by its pages (《条例》第四十二条)."""
