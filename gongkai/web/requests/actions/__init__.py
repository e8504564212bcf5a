"""What is done to requests: each a verb, one transaction with its event."""

from gongkai.web.requests.actions.assigning import assign
from gongkai.web.requests.actions.receiving import Asked, Received, receive
from gongkai.web.requests.actions.recording import record, strike, withdraw

__all__ = ["Asked", "Received", "assign", "receive", "record", "strike", "withdraw"]
