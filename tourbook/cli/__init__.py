"""The `tourbook` command: thin; it starts the application, calls services and commits."""
