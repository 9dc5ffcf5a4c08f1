"""Every id that a drawing gives to Slack and that comes back with a click or a form."""

REFRESH = "order.refresh"
SHARE = "order.share"
OPEN = "order.open"
OPEN_LOOK_UP = "look_up.open"

SEARCH_NEXT = "search.next"
SEARCH_PREVIOUS = "search.previous"
SEARCH_MORE = "search.more"
SEARCH_REFINE = "search.refine"
SEARCH_SHEET = "search.sheet"
SEARCH_SORT = "search.sort"
SEARCH_AGAIN = "search.again"
OPEN_SEARCH = "search.open"

SEARCH_FORM = "search"
SEARCH_STATUS = "search.status"
SEARCH_PAYMENT = "search.payment"
SEARCH_COUNTRY = "search.country"
SEARCH_SINCE = "search.since"
SEARCH_UNTIL = "search.until"
SEARCH_NAME = "search.name"
SEARCH_REFERENCE = "search.reference"
SEARCH_STORE = "search.store"
SEARCH_CHANNEL = "search.channel"

STUCK_MENU = "stuck.menu"
STUCK_NEXT = "stuck.next"
STUCK_PREVIOUS = "stuck.previous"
SHIPPED_NEXT = "shipped.next"
SHIPPED_PREVIOUS = "shipped.previous"

FIND_ORDER = "find_order"
"""The global shortcut."""

LOOK_UP_FORM = "look_up"
LOOK_UP_REFERENCE = "look_up.reference"

CLICKS = frozenset(
    {
        REFRESH,
        SHARE,
        OPEN,
        OPEN_LOOK_UP,
        OPEN_SEARCH,
        SEARCH_NEXT,
        SEARCH_PREVIOUS,
        SEARCH_MORE,
        SEARCH_REFINE,
        SEARCH_SHEET,
        SEARCH_SORT,
        SEARCH_AGAIN,
    }
)
SUBMISSIONS = frozenset({LOOK_UP_FORM, SEARCH_FORM})
OPTIONS = frozenset({SEARCH_COUNTRY})
SHORTCUTS = frozenset({FIND_ORDER})
