"""Postal addresses: how each country writes them, what Gelato takes, and what a change means."""
