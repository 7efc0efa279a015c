"""Who came, who finished, and what is kept of it."""
