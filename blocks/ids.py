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

DIGEST_ADD = "digest.add"
DIGEST_EDIT = "digest.edit"
DIGEST_PREVIEW = "digest.preview"
DIGEST_SEND = "digest.send"
DIGEST_PAUSE = "digest.pause"
DIGEST_RESUME = "digest.resume"
DIGEST_REMOVE = "digest.remove"
DIGEST_POST_AGAIN = "digest.post_again"
DIGEST_ROW = "digest.row"
"""The menu of one stuck order."""
DIGEST_CHECK = "digest.check"

WATCH_STOP = "watch.stop"

DIGEST_FORM = "digest"
DIGEST_WHAT = "digest.what"
DIGEST_DAYS = "digest.days"
DIGEST_TIME = "digest.time"
DIGEST_ZONE = "digest.zone"
DIGEST_STATUS = "digest.status"
DIGEST_COUNTRY = "digest.country"
DIGEST_STORE = "digest.store"
DIGEST_CUSTOMER = "digest.customer"
DIGEST_EMPTY = "digest.empty"
DIGEST_DETAILS = "digest.details"

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
        DIGEST_ADD,
        DIGEST_EDIT,
        DIGEST_PREVIEW,
        DIGEST_SEND,
        DIGEST_PAUSE,
        DIGEST_RESUME,
        DIGEST_REMOVE,
        DIGEST_POST_AGAIN,
        DIGEST_ROW,
        DIGEST_CHECK,
        DIGEST_DAYS,
        DIGEST_TIME,
        DIGEST_ZONE,
        WATCH_STOP,
    }
)
SUBMISSIONS = frozenset({LOOK_UP_FORM, SEARCH_FORM, DIGEST_FORM})
OPTIONS = frozenset({SEARCH_COUNTRY, DIGEST_COUNTRY, DIGEST_ZONE})
SHORTCUTS = frozenset({FIND_ORDER})
