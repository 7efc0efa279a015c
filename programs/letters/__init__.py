"""What people are written: kinds, words, values, and when."""
