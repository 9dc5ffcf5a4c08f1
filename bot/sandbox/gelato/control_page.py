"""Draws the control page: forms and tables, no script."""

from collections.abc import Iterable
from html import escape

from bot.sandbox.gelato.faults import KINDS, Fault
from bot.sandbox.gelato.journal import Call
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.switchboard import Switchboard

_SHOWN = 30


def control_page(gelato: Switchboard) -> str:
    """The whole page."""
    now = f"{len(gelato.book.orders)} orders. It is {stamp(gelato.book.now())} here."
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>Stand-in Gelato</title><link rel="stylesheet" href="/control/style.css"></head>'
        f"<body><main><h1>Stand-in Gelato ({gelato.dialect})</h1><p>{escape(now)}</p>"
        + _fault_form(sorted(gelato.paths))
        + _active(gelato.faults)
        + _time_form()
        + _hooks_form()
        + _calls(list(gelato.requests)[-_SHOWN:][::-1])
        + "</main></body></html>"
    )


def _fault_form(endpoints: Iterable[str]) -> str:
    kinds = "".join(f'<option value="{k}">{k}: {escape(v)}</option>' for k, v in KINDS.items())
    places = "".join(f"<option>{escape(name)}</option>" for name in endpoints)
    return (
        '<form method="post" action="/control/faults"><fieldset><legend>Make something go wrong'
        f'</legend><label>What <select name="kind">{kinds}</select></label>'
        f'<label>Where <select name="endpoints"><option value="">everywhere</option>{places}'
        "</select></label>"
        + _field("times", "For how many calls (empty: until cleared)", "3")
        + _field("status", "Status code", "503")
        + _field("seconds", "Seconds", "1")
        + _field("retry_after", "Retry-After (seconds, date, or empty)", "")
        + '<label><input type="checkbox" name="after"> do the work first</label>'
        "<button>Switch on</button></fieldset></form>"
    )


def _field(name: str, label: str, value: str) -> str:
    return f'<label>{escape(label)} <input name="{name}" value="{value}" size="8"></label>'


def _active(faults: Iterable[Fault]) -> str:
    rows = "".join(f"<li>{escape(_said(fault))}</li>" for fault in faults)
    listed = f"<ul>{rows}</ul>" if rows else "<p>All is well.</p>"
    return (
        f"<h2>Switched on</h2>{listed}"
        '<form method="post" action="/control/faults/clear"><button>Clear all</button></form>'
    )


def _said(fault: Fault) -> str:
    where = f"on {', '.join(sorted(fault.endpoints))}" if fault.endpoints else "everywhere"
    times = "until cleared" if fault.times is None else f"{fault.times} more"
    return f"{fault.kind} {where}, {times}"


def _time_form() -> str:
    return (
        '<form method="post" action="/control/time"><fieldset><legend>Let time pass</legend>'
        + _field("hours", "Hours", "24")
        + "<button>Move on</button></fieldset></form>"
    )


def _hooks_form() -> str:
    return (
        '<form method="post" action="/control/hooks"><fieldset>'
        "<legend>Events that are sent out</legend>"
        + _field("double", "How many of the next to send twice", "0")
        + _field("lose", "How many of the next to lose", "0")
        + _field("hold", "Seconds to hold them back", "0")
        + '<label><input type="checkbox" name="reverse"> send them in reverse</label>'
        "<button>Set</button></fieldset></form>"
    )


def _calls(calls: Iterable[Call]) -> str:
    rows = "".join(
        f"<tr><td>{escape(call.method)}</td><td>{escape(call.path)}</td>"
        f"<td>{call.status or 'cut'}</td></tr>"
        for call in calls
    )
    head = (
        '<tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Status</th></tr>'
    )
    return f"<h2>Last calls</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
