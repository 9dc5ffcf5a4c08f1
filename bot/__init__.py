"""Knows orders, and knows no Slack."""
