"""What the program holds of the workspace it serves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.store.ports import Deliveries, FormStates, Submissions
from handlers.slack.afterthoughts import Afterthoughts
from handlers.slack.latest import Latest
from handlers.slack.people import People


@dataclass(frozen=True)
class Workspace:
    """The client, the people, and what is remembered about deliveries and open forms."""

    web: AsyncWebClient
    people: People
    deliveries: Deliveries
    forms: FormStates
    submissions: Submissions
    afterthoughts: Afterthoughts = field(default_factory=Afterthoughts)
    latest: Latest = field(default_factory=Latest)
    previews: bool = True
    """Whether cards show pictures of the products."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)
