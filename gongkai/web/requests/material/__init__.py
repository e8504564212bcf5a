"""Files of requests: taken in, shown to who needs them, sent with a letter, struck out, erased."""
