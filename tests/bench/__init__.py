"""How fast it is: figures, each beside a yardstick that was measured in the same run."""
