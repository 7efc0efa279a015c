"""What a centre is strong and weak in: who lives around it, who comes, and what it offers."""
