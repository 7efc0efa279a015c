"""What the city's departments ask of its centres and of community groups (依頼事項)."""
