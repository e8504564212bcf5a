"""The automatic examination before each review: what is found in a version, mended or ruled on (《条例》第十七条)."""
