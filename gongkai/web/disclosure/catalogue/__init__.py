"""公开事项标准目录 of an agency: its columns, its entries by date, and what of it is published."""
