"""What was said and how: moves found in the words of an answer, and how the answer was delivered."""
