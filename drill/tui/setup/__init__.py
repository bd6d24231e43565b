"""What is chosen before a drill begins: read from files, changed by hand, looked over. Nothing here draws."""
