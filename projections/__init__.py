"""What it looks like: views of the log that can be thrown away and built again, and the ledgers beside them."""
