"""Slack's Web API: one table of methods, and the door in front of them."""
