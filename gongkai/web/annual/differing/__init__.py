"""A report that is published otherwise than it was accepted: found as either happens, shown to both sides."""
