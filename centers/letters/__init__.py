"""What those who use rooms are written: kinds, words, and when."""
