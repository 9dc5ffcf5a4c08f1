"""Draws what the bot knows: models in, dicts out."""
