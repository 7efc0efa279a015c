"""What the desk (`/desk/`) needs besides its views."""
