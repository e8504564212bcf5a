"""Documents of many units, sent to the lead office together: read, matched with their units, filed."""
