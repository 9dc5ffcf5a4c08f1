"""The one way out to Gelato."""
