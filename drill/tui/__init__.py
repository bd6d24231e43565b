"""The terminal interface: screens and widgets that show a session and send commands. It decides nothing."""
