"""Expert visits in the security field, from a host's component to a learning report."""
