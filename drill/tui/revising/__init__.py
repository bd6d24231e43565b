"""Changes of a plan on the screen: what is offered, how it is said, what is asked."""
