"""Sends a file to the one person who asked for it."""

from slack_sdk.errors import SlackApiError

from handlers.slack.errors import SlackTrouble
from handlers.slack.reply import Reply
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE


async def send_file(reply: Reply, name: str, content: str, comment: str) -> None:
    """As a direct message. Raises SlackTrouble."""
    try:
        opened = await reply.web.conversations_open(users=reply.ask.by.person)
        await reply.web.files_upload_v2(
            channel=opened["channel"]["id"],
            filename=name,
            content=content,
            initial_comment=comment,
        )
    except (SlackApiError, *CONNECTION_ERRORS, *UNREADABLE) as error:
        raise SlackTrouble("Slack did not take the file. Please try again.") from error
