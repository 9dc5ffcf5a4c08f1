"""The invented keys of the sandbox's own app; they open nothing anywhere else."""

SIGNS = "sandbox-signing-secret"
XOXB = "xoxb-sandbox"
XAPP = "xapp-sandbox"
VERIFICATION = "deprecated-but-sent"
