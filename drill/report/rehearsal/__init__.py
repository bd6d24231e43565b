"""A rehearsal as it is read: the answer first, then the tables that it rests on; and the same as data."""
