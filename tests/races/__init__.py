"""What happens when many ask at once, or a process dies: on real servers, in separate processes."""
