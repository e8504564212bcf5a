"""规章 and 行政规范性文件 from draft to repeal: in force since when until when, looked at in clean-ups, explained."""
