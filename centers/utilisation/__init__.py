"""How much of what centres offer is used (稼働率): counted from the records, never kept by hand."""
