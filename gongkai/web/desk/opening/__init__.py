"""What a request was given becomes active disclosure: the desk calls both parts (《条例》第四十四条)."""
