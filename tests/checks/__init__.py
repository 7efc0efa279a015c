"""What `make check` looks at besides the tools' own checks."""
