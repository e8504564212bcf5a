"""What is done to requests: each a verb, one transaction with its event."""

from gongkai.web.requests.actions.assigning import assign, assign_all
from gongkai.web.requests.actions.receiving import Asked, Received, receive
from gongkai.web.requests.actions.recording import record, strike, withdraw

__all__ = ["Asked", "Received", "assign", "assign_all", "receive", "record", "strike", "withdraw"]
