"""A report that is published otherwise than it was filed: found as either happens, shown to both sides."""
