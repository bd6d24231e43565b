"""The organisation's response plan as data, and the graph of who may call whom."""
