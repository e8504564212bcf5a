"""The lead office collects the reports of the units below it: awaited, filed, remarked on, accepted."""
