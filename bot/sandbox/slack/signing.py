"""Signs what the stand-in sends, as Slack signs its requests (scheme v0)."""

import hashlib
import hmac

USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def signed_headers(secret: str, body: str, now: float) -> dict[str, str]:
    """Headers that let a receiver check who sent this body, and when.

    Source: docs.slack.dev/authentication/verifying-requests-from-slack
    """
    moment = str(int(now))
    base = f"v0:{moment}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Signature": f"v0={digest}",
        "X-Slack-Request-Timestamp": moment,
        "User-Agent": USER_AGENT,
    }
