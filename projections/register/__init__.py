"""The register: every thing as it is now, and as it was at every position of the log."""
