"""Every id that a drawing gives to Slack and that comes back with a click or a form."""

REFRESH = "order.refresh"
SHARE = "order.share"
OPEN = "order.open"
OPEN_LOOK_UP = "look_up.open"

LOOK_UP_FORM = "look_up"
LOOK_UP_REFERENCE = "look_up.reference"

CLICKS = frozenset({REFRESH, SHARE, OPEN, OPEN_LOOK_UP})
SUBMISSIONS = frozenset({LOOK_UP_FORM})
