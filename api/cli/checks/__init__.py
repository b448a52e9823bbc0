"""What `dhr doctor` looks at, a module for each part of an installation."""
