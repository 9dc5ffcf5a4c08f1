"""What Slack's server would object to in blocks: a strict, pure check of messages and views."""

from bot.sandbox.block_kit.messages import message_faults
from bot.sandbox.block_kit.views import home_faults, modal_faults

__all__ = ["home_faults", "message_faults", "modal_faults"]
