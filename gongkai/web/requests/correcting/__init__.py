"""更正: who finds that an agency's record of them is wrong asks for its correction (《条例》第四十一条)."""
