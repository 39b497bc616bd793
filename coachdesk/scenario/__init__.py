"""Scripts and moves: what a role-play is, how its files are read and checked, and how it is played."""
