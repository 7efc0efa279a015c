"""Pages of volunteers at the desk."""
