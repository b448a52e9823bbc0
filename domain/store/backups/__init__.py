"""Backups: every table of record in one file, without the master key, on any version of PostgreSQL."""
