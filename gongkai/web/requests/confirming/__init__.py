"""Both sides confirm a request that came by internet, fax or ordinary mail (《条例》第三十一条)."""
