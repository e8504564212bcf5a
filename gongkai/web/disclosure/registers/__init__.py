"""Lists kept line by line: 许可, 处罚, 强制 decisions, fees, procurement; and what is only counted."""
