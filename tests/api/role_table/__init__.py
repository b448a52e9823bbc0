"""The table of who is let in where: every address of the application and every command, by role."""
