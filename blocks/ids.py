"""Every id that a drawing gives to Slack and that comes back with a click or a form."""

REFRESH = "order.refresh"
SHARE = "order.share"
OPEN = "order.open"
OPEN_LOOK_UP = "look_up.open"

CANCEL = "order.cancel"
CANCEL_FORM = "cancel"
CANCEL_PARTS = "cancel.parts"
CANCEL_REASON = "cancel.reason"
CANCEL_NOTE = "cancel.note"

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

UPDATE = "order.update"
UPDATE_PART = "update.part"
UPDATE_REOPEN = "update.reopen"
UPDATE_FORM = "update"
UPDATE_TAKE_APART = "update.take_apart"
UPDATE_PASTED = "update.pasted"
UPDATE_COUNTRY = "update.country"
UPDATE_FIRST_NAME = "update.first_name"
UPDATE_LAST_NAME = "update.last_name"
UPDATE_COMPANY_NAME = "update.company_name"
UPDATE_ADDRESS_LINE1 = "update.address_line1"
UPDATE_ADDRESS_LINE2 = "update.address_line2"
UPDATE_CITY = "update.city"
UPDATE_POST_CODE = "update.post_code"
UPDATE_STATE = "update.state"
UPDATE_EMAIL = "update.email"
UPDATE_PHONE = "update.phone"
UPDATE_IS_BUSINESS = "update.is_business"
UPDATE_FEDERAL_TAX_ID = "update.federal_tax_id"
UPDATE_STATE_TAX_ID = "update.state_tax_id"
UPDATE_REGISTRATION_STATE = "update.registration_state"
UPDATE_METHOD = "update.method"
UPDATE_OTHER_METHOD = "update.other_method"

STUCK_MENU = "stuck.menu"
STUCK_NEXT = "stuck.next"
STUCK_PREVIOUS = "stuck.previous"
STUCK_REFRESH = "stuck.refresh"
STUCK_SNOOZED = "stuck.snoozed"
STUCK_PATIENCE = "stuck.patience"
SHIPPED_NEXT = "shipped.next"
SHIPPED_PREVIOUS = "shipped.previous"
HISTORY_NEXT = "history.next"
HISTORY_PREVIOUS = "history.previous"

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
WATCH_FORM = "watch"
WATCH_REFERENCE = "watch.reference"

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

SNOOZE_FORM = "snooze"
SNOOZE_CHOICE = "snooze.choice"
SNOOZE_DAY = "snooze.day"

PATIENCE_FORM = "patience"
PATIENCE_LIMIT = "patience.limit"
PATIENCE_OFFICE = "patience.office"

FIND_ORDER = "find_order"
"""The global shortcut."""
WATCH_IN_THREAD = "watch_in_thread"
"""The shortcut in the menu of a message."""

LOOK_UP_FORM = "look_up"
LOOK_UP_REFERENCE = "look_up.reference"

ROLE_CHANGE = "roles.change"
ROLE_FORM = "roles"
ROLE_PERSON = "roles.person"
ROLE_GROUP = "roles.group"
ROLE_ROLE = "roles.role"

CLICKS = frozenset(
    {
        REFRESH,
        SHARE,
        OPEN,
        CANCEL,
        UPDATE,
        UPDATE_PART,
        UPDATE_REOPEN,
        UPDATE_COUNTRY,
        UPDATE_TAKE_APART,
        OPEN_LOOK_UP,
        OPEN_SEARCH,
        SEARCH_NEXT,
        SEARCH_PREVIOUS,
        SEARCH_MORE,
        SEARCH_REFINE,
        SEARCH_SHEET,
        SEARCH_SORT,
        SEARCH_AGAIN,
        ROLE_CHANGE,
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
        STUCK_MENU,
        STUCK_NEXT,
        STUCK_PREVIOUS,
        STUCK_REFRESH,
        STUCK_SNOOZED,
        STUCK_PATIENCE,
        SHIPPED_NEXT,
        SHIPPED_PREVIOUS,
        HISTORY_NEXT,
        HISTORY_PREVIOUS,
    }
)
SUBMISSIONS = frozenset(
    {
        LOOK_UP_FORM,
        SEARCH_FORM,
        CANCEL_FORM,
        ROLE_FORM,
        UPDATE_FORM,
        DIGEST_FORM,
        SNOOZE_FORM,
        PATIENCE_FORM,
        WATCH_FORM,
    }
)
OPTIONS = frozenset(
    {SEARCH_COUNTRY, ROLE_GROUP, UPDATE_COUNTRY, DIGEST_COUNTRY, DIGEST_ZONE, PATIENCE_OFFICE}
)
SHORTCUTS = frozenset({FIND_ORDER, WATCH_IN_THREAD})
