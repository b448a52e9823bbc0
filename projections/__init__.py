"""What it looks like: views that can be thrown away and built again, and ledgers beside them."""
