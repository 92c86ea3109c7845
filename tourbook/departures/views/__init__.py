"""Pages of departures, of requests to hosts, and of the hosts' answers."""
