"""The one word between the server and the application."""

#: Where in its environment the application finds the status with which a body was not taken in; 0: it was.
REFUSAL = "gongkai.refusal"
