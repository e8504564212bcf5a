"""公开渠道 on the desk: where documents were released, counted and entered; what the channels are given."""
