"""政府信息公开工作年度报告: each agency's, as read."""
