"""Who sees what, tried on every address: the table as data, lives in every state, and everybody who might look."""
