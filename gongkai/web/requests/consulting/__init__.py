"""Third parties and other organs are asked, say what they think, and what follows is shown (《条例》第三十二条)."""
