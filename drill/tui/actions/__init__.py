"""What the keys of the control room do, by what they act on."""
