"""The console script `orderdesk`."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from bot.orders.dialect import Dialect
from bot.orders.errors import OrderdeskError
from bot.settings import SettingsError, read_settings

FAILED, WRONG_SETTING = 1, 2
NOT_BUILT = ("audit", "backup", "erase")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 well, 1 failed, 2 a setting is wrong."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except SettingsError as error:
        return _complain(str(error), WRONG_SETTING)
    except OrderdeskError as error:
        return _complain(str(error), FAILED)


def _run(chosen: argparse.Namespace) -> int:
    from handlers.logs import start_logging  # noqa: PLC0415  # commands without Slack start faster
    from handlers.running import run  # noqa: PLC0415

    settings = read_settings().needed_to_run()
    start_logging(settings.orderdesk_log, settings.secrets)
    return _until_stopped(lambda stop: run(settings, stop, chosen.only))


def _sandbox(chosen: argparse.Namespace) -> int:
    from handlers.logs import start_logging  # noqa: PLC0415
    from handlers.running import run_sandbox  # noqa: PLC0415

    start_logging("text", ())
    dialect = Dialect(chosen.dialect)
    return _until_stopped(lambda stop: run_sandbox(chosen.port, chosen.orders, dialect, stop))


def _manifest(chosen: argparse.Namespace) -> int:
    from handlers.manifest import manifest, printed  # noqa: PLC0415

    print(printed(manifest(chosen.url)), end="")
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    from handlers.doctor import examine  # noqa: PLC0415

    del chosen
    return asyncio.run(examine(read_settings()))


def _digest(chosen: argparse.Namespace) -> int:
    from handlers.digest_terminal import DigestTerminal  # noqa: PLC0415

    terminal = DigestTerminal(read_settings(), sys.stdout)
    if chosen.act == "list":
        return asyncio.run(terminal.listed())
    if chosen.number is None:
        return _complain(f"orderdesk digest {chosen.act} takes the number of a digest.", FAILED)
    act = terminal.preview if chosen.act == "preview" else terminal.send
    return asyncio.run(act(chosen.number))


def _not_built(chosen: argparse.Namespace) -> int:
    return _complain(f"orderdesk {chosen.name} is not there yet.", FAILED)


def _until_stopped(work: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """Runs until SIGINT or SIGTERM; then lets the work end by itself."""
    import uvloop  # noqa: PLC0415

    async def stoppable() -> int:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        return await work(stop)

    return uvloop.run(stoppable())


def _complain(sentence: str, code: int) -> int:
    print(f"orderdesk: {sentence}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("orderdesk", description="Print orders in Slack.")
    commands = parser.add_subparsers(required=True, metavar="command")
    sandbox = commands.add_parser("sandbox", help="the whole bot, with no account and no network")
    sandbox.add_argument("--port", type=_port, default=3100, help="where the page is (3100)")
    sandbox.add_argument("--orders", type=_orders, default=200, help="how many orders (200)")
    sandbox.add_argument("--dialect", choices=list(Dialect), default=Dialect.CONNECT)
    sandbox.set_defaults(command=_sandbox)
    run = commands.add_parser("run", help="the bot for real")
    run.add_argument("--only", choices=["web", "clock"], help="one half of the program")
    run.set_defaults(command=_run)
    manifest = commands.add_parser("manifest", help="the Slack app manifest, to paste")
    way = manifest.add_mutually_exclusive_group()
    way.add_argument("--socket", action="store_true", help="for Socket Mode (as without options)")
    way.add_argument("--url", type=_https, help="for signed HTTP: this program's public address")
    manifest.set_defaults(command=_manifest)
    doctor = commands.add_parser("doctor", help="checks every setting against the real parts")
    doctor.set_defaults(command=_doctor)
    digest = commands.add_parser("digest", help="the digests of all channels")
    digest.add_argument("act", choices=["list", "preview", "send"])
    digest.add_argument("number", type=int, nargs="?", metavar="ID", help="for preview and send")
    digest.set_defaults(command=_digest)
    for name in NOT_BUILT:
        planned = commands.add_parser(name, help="not there yet")
        planned.add_argument("rest", nargs=argparse.REMAINDER)
        planned.set_defaults(command=_not_built, name=name)
    return parser


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is between 0 and 65535")
    return number


def _https(text: str) -> str:
    if not text.startswith("https://") or len(text) <= len("https://"):
        raise argparse.ArgumentTypeError("Slack calls https:// addresses alone")
    return text


def _orders(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("between 1 and 100000 orders")
    return number


if __name__ == "__main__":
    sys.exit(main())
