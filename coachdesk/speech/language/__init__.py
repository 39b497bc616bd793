"""What the library teaches the embedded recognizer: a language model and a dictionary made from its own sentences."""
