"""A minimal WebSocket client (RFC 6455) over asyncio streams. Standard library only."""

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import ssl
import struct
from typing import Any, NoReturn
from urllib.parse import urlsplit

MAX_MESSAGE_BYTES = 1 << 20
SILENCE_LIMIT_S = 45.0  # the relay pings every 20 s: two missed, the socket is lost
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA


class Closed(Exception):
    """The socket is closed; `code` 1006 when it was lost without a close frame."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


class Refused(Exception):
    """The relay answered the upgrade with HTTP `status`."""

    def __init__(self, status: int, retry_after_s: float) -> None:
        super().__init__(status)
        self.status, self.retry_after_s = status, retry_after_s


class WebSocket:
    """One client connection: whole messages in and out; pings and close frames are answered inside."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, url: str, subprotocol: str, token: str | None) -> "WebSocket":
        """Open `url` (ws: or wss:), with `token` as its bearer. Raises Refused, Closed or OSError."""
        parts = urlsplit(url)
        secure = parts.scheme == "wss"
        port = parts.port or (443 if secure else 80)
        context = ssl.create_default_context() if secure else None
        reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
        key = base64.b64encode(os.urandom(16)).decode()
        request = [f"GET {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket", "Connection: Upgrade",
                   f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Protocol: {subprotocol}"]
        if token:
            request.append(f"Authorization: Bearer {token}")
        writer.write(("\r\n".join(request) + "\r\n\r\n").encode())
        try:
            async with asyncio.timeout(SILENCE_LIMIT_S):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            status = int(head[0].split()[1])
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, IndexError, ValueError):
            writer.close()
            raise Closed(1006, "no answer in HTTP") from None
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        if status != 101:
            writer.close()
            retry_after = headers.get("retry-after", "")
            raise Refused(status, float(retry_after) if retry_after.isdecimal() else 0.0)
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        if (headers.get("sec-websocket-accept"), headers.get("sec-websocket-protocol")) != (
                base64.b64encode(digest).decode(), subprotocol):
            writer.close()
            raise Closed(1002, "not the upgrade that was asked for")
        return cls(reader, writer)

    async def send(self, message: dict[str, Any] | bytes) -> None:
        """Send a JSON or a binary message. On a lost socket nothing happens: `receive` tells of it."""
        if isinstance(message, bytes):
            await self._send(BINARY, message)
        else:
            await self._send(TEXT, json.dumps(message, ensure_ascii=False).encode())

    async def receive(self) -> str | bytes:
        """The next whole message. Raises Closed at the end of the connection."""
        opcode, message = CONTINUATION, b""
        while True:
            final, kind, payload = await self._receive_frame()
            if kind == PING:
                await self._send(PONG, payload)
            elif kind == CLOSE:
                await self._send(CLOSE, payload[:2])
                self._writer.close()
                code = struct.unpack_from(">H", payload)[0] if len(payload) >= 2 else 1005
                raise Closed(code, payload[2:].decode(errors="replace"))
            elif kind in (TEXT, BINARY, CONTINUATION):
                if (kind == CONTINUATION) == (opcode == CONTINUATION):
                    await self.fail(1002, "fragments out of order")
                opcode, message = opcode or kind, message + payload
                if len(message) > MAX_MESSAGE_BYTES:
                    await self.fail(1009, "the relay's message is too long")
                if final and opcode == BINARY:
                    return message
                if final:
                    try:
                        return message.decode()
                    except UnicodeDecodeError:
                        await self.fail(1007, "text that is not UTF-8")
            elif kind != PONG:
                await self.fail(1002, "unknown opcode")

    async def fail(self, code: int, reason: str) -> NoReturn:
        """Close because of what the relay sent; raises Closed."""
        await self._send(CLOSE, struct.pack(">H", code) + reason.encode())
        self._writer.close()
        raise Closed(code, reason)

    def cut(self) -> None:
        """Drop the connection as a lost network does: without a close frame."""
        self._writer.transport.abort()

    async def _send(self, opcode: int, payload: bytes) -> None:
        size, mask = len(payload), os.urandom(4)
        if size < 126:
            head = bytes([0x80 | opcode, 0x80 | size])
        elif size < 1 << 16:
            head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, size)
        masked = bytes(byte ^ mask[at & 3] for at, byte in enumerate(payload))
        with contextlib.suppress(ConnectionError):  # the reader meets the same end and reports it
            if not self._writer.is_closing():
                self._writer.write(head + mask + masked)
                await self._writer.drain()

    async def _receive_frame(self) -> tuple[bool, int, bytes]:
        if self._writer.is_closing():  # cut: what has arrived since is lost as well
            raise Closed(1006)
        try:
            async with asyncio.timeout(SILENCE_LIMIT_S):
                first, size = await self._reader.readexactly(2)
                if first & 0x70 or size & 0x80:
                    await self.fail(1002, "reserved bits or a masked frame")
                if size >= 126:
                    size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8))
                if size > MAX_MESSAGE_BYTES:
                    await self.fail(1009, "the relay's frame is too long")
                return bool(first & 0x80), first & 0x0F, await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError, TimeoutError):
            self.cut()
            raise Closed(1006) from None
