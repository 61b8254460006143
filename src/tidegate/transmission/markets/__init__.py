"""What markets and households feel."""
