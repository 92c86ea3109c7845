"""Benchmarks: each prints its figure beside a reference run in the same minute."""
