"""Pages of signing in, letters, and one's own account."""
