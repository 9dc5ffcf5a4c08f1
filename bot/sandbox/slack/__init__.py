"""A stand-in Slack over real HTTP: a workspace, its Web API, its deliveries, a page."""

from bot.sandbox.slack.stand_in import StandInSlack

__all__ = ["StandInSlack"]
