"""What the example prints: one line a fact, and the codes of the protocol in words."""

CLOSE_WORDS = {
    1000: "stopped",
    1001: "the relay shuts down",
    1002: "the relay broke the protocol",
    1003: "a binary frame of unknown version or kind, or without a packet",
    1006: "the connection was lost",
    1007: "not UTF-8 or not JSON",
    1009: "a message is too long",
    1011: "an internal error of the relay",
    1013: "this client reads too slowly",
    4000: "replaced by a newer socket of the same session",
    4001: "idle",
    4003: "a message of unknown type, with bad fields or at the wrong time",
    4008: "too many messages in a second",
}
REFUSAL_WORDS = {
    400: "bad session id",
    401: "wrong or missing token",
    403: "origin not allowed",
    426: "the relay does not speak hisho.v1",
    503: "the relay is full or shutting down",
}


def tell(what: str, text: object = "") -> None:
    """Print one line. Control characters, which could steer the terminal, become spaces."""
    line = f"{what:<10} {text}"
    print("".join(char if char.isprintable() else " " for char in line).rstrip(), flush=True)
