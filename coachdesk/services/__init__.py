"""What the program does, one module for each page: the only code that sees rules and outside together."""
