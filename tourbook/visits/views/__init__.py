"""Pages of a visit for organisers, hosts, guides and drivers."""
