"""What leaves the program on paper or in a file: plain values in, text or documents out. No database, no window."""
