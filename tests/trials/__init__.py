"""Trials: reports made up from a seed, printed in every layout met in the wild, and what a reader made of them.

``python -m tests.trials`` prints the table layout × (read, null, wrong, invented). The generator knows the form
(``gongkai.report.editions``) and the way real pages differ; it knows nothing of the reader.
"""
