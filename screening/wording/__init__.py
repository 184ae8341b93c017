"""The door: facts become words here, and nothing reads a fact back out of them."""
