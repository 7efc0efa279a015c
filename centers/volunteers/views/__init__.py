"""Pages of volunteers, one module per audience."""
