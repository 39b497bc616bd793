"""CoachDesk without its window: sales role-play practice and certification, usable and tested with no Qt at all."""

__version__ = "0.1.0"
