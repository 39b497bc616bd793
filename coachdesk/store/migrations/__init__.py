"""How the tables of an older CoachDesk become those of this one: one small file in `versions` for each step."""
