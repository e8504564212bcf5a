"""政务新媒体 on the desk: the register of accounts, their lists as files, and the sessions of clean-up."""
