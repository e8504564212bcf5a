"""An answer becomes active disclosure (《条例》第四十四条)."""
