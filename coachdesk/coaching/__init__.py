"""Rules of practice and coaching: what to practise next, and when. No database, no clock, no window."""
