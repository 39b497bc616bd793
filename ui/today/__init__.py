"""Today: the page that a start opens."""
