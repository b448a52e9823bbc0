"""The application that Django wants its tables to belong to."""
