"""What a user sets once: keys, colours, sound, teams. Read from a file, and checked before a screen opens."""
