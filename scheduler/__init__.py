"""What time asks: who is due today, and the mail that tells them."""
