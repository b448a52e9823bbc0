"""The store: the log of events in PostgreSQL, its keys, and the tables that stand beside it."""
