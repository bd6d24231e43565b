"""What the rehearsal's screen shows, put together without a screen."""
