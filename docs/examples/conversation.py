"""The session protocol of docs/protocol.md, version 1, from the client's side."""

import argparse
import asyncio
import json
import struct
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from ogg_opus import MAX_OPUS_PACKET_BYTES, SAMPLE_RATE_HZ, opus_samples
from player import Player
from report import CLOSE_WORDS, REFUSAL_WORDS, tell
from websocket import Closed, Refused, WebSocket

FRAME = struct.Struct(">BBHIII")  # version, kind, flags, utterance or turn, sequence, timestamp
VERSION, MICROPHONE, ASSISTANT, MARKER = 1, 1, 2, 1
PING_INTERVAL_S = 15.0
RECONNECT_AFTER = {1001, 1006, 1011, 1013}
RECONNECT_DELAYS_S = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass
class Said:
    """One thing the person says, typed `text` or spoken `packets`, under one `id` however often it is sent."""

    text: str = ""
    packets: list[bytes] = field(default_factory=list)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    utterance: int = 0  # 0 until it has a number in this session
    first_sequence: int = 0
    first_timestamp: int = 0
    began_s: float = 0.0
    understood: bool = False  # its transcript_final has come
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Conversation:
    """A session that outlives its sockets: says the script item by item, hears, credits and acknowledges.

    `options` are those of the command line. `player` has the answers afterwards.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.player = Player(self.send, options.speed)
        self._options = options
        self._script: deque[Said] = deque(options.script)
        self._url = f"{options.relay.rstrip('/')}/ws/session/{options.session}"
        self._drop_after: int | None = options.drop_after
        self._socket: WebSocket | None = None
        self._relay_turns: set[int] = set()  # begun by the relay, so no answers to the script
        self._started = False
        self._sockets = self._lost = self._repeated = self._events = self._frames = 0
        self._begin_afresh()

    async def run(self) -> int:
        """Converse to the end. Returns the exit status: 0 all was answered, 1 closed before, 3 not let in."""
        async with asyncio.TaskGroup() as tasks:
            player = tasks.create_task(self.player.play())
            status = await self._stay_connected()
            player.cancel()
        tell("totals", f"sockets {self._sockets}, events {self._events}, frames {self._frames}, "
                       f"lost {self._lost}, repeated {self._repeated}")
        return status

    async def send(self, message: dict[str, Any] | bytes) -> None:
        """Send on the socket of the moment. While there is none nothing is sent; `start` then tells what it meant."""
        if self._socket:
            await self._socket.send(message)

    # Sockets

    async def _stay_connected(self) -> int:
        """Hold a socket, and another when it is lost, until an end that is not to be mended."""
        failures = 0
        while True:
            delay_s = 0.0
            try:
                socket = await WebSocket.connect(self._url, "hisho.v1", self._options.token)
                failures = 0
                code = await self._converse(socket)
                if code not in RECONNECT_AFTER or not self._script:
                    return 1 if self._script else 0
            except Refused as refused:
                tell("refused", f"{refused.status} {REFUSAL_WORDS.get(refused.status, '')}")
                if refused.status != 503 or self._sockets == 0:
                    return 3
                delay_s = refused.retry_after_s
            except (OSError, Closed) as error:
                tell("refused", f"cannot connect: {error}")
                if self._sockets == 0 or failures + 1 == len(RECONNECT_DELAYS_S):
                    return 3
            await asyncio.sleep(max(delay_s, RECONNECT_DELAYS_S[failures]))
            failures = min(failures + 1, len(RECONNECT_DELAYS_S) - 1)

    async def _converse(self, socket: WebSocket) -> int:
        """Start or resume, and converse until the socket closes. Returns the close code."""
        self._sockets += 1
        closed = Closed(1006)
        try:
            await self._start(socket)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(socket))
                tasks.create_task(self._talk(socket))
                tasks.create_task(self._ping(socket))
        except* Closed as group:  # of the three, only the listener raises it
            closed = next(error for error in group.exceptions if isinstance(error, Closed))
        finally:
            self._socket = None
        tell("closed", f"{closed.code} {CLOSE_WORDS.get(closed.code, 'for a reason without a name')} {closed.reason}")
        return closed.code

    async def _start(self, socket: WebSocket) -> None:
        """Say `start` and take `session_ready`, resuming when there is something to resume."""
        is_spoken = any(said.packets for said in self._script)
        start: dict[str, Any] = {
            "type": "control", "action": "start", "language": self._options.language, "audio": self._options.audio,
            "time_zone": self._options.time_zone, "mode": "push_to_talk" if is_spoken else "text",
        }
        if self._started:
            start["resume"] = {"last_event": self._last_event, "credit": self.player.open_window()}
            if self._last_frame:
                start["resume"]["last_frame"] = self._last_frame
        self._socket = socket  # from here on credit counts beside what `resume` says
        await socket.send(start)
        ready = await self._next_event(socket)
        while ready.get("type") != "session_ready":  # an error, which explains the close to come
            await self._hear(ready)
            ready = await self._next_event(socket)
        try:
            await self._begin(ready)
        except (KeyError, TypeError, AttributeError) as error:
            await socket.fail(1002, f"session_ready: {error!r}")

    async def _begin(self, ready: dict[str, Any]) -> None:
        """Take over what `session_ready` says."""
        names = " ".join(f"{kind}={provider['name']}" for kind, provider in ready["providers"].items())
        tell("resumed" if ready["resumed"] else "ready",
             f"{ready['session_id']}: relay {ready['version']}, {names}, next turn {ready['next_turn']}")
        if self._started and not ready["resumed"]:
            tell("forgotten", "the relay no longer has the session; what is open is said again")
            await self.player.discard()
            self._begin_afresh()
        self._relay_expects = ready["uplink_sequence"]
        self._started = True
        await self.player.repeat_playback()

    def _begin_afresh(self) -> None:
        """The counters as they are after a `start` that resumes nothing."""
        self._last_event = 0
        self._last_frame: dict[str, int] | None = None
        self._utterances = self._next_sequence = self._next_timestamp = 0
        self._relay_expects = 0  # the microphone sequence from which the relay wants frames
        for said in self._script:
            said.utterance, said.understood = 0, False

    async def _ping(self, socket: WebSocket) -> None:
        while True:
            await asyncio.sleep(PING_INTERVAL_S)
            await socket.send({"type": "ping", "t": round(time.monotonic() * 1000)})

    def _count_frame_to_drop(self, socket: WebSocket) -> None:
        """Lose the socket on purpose when `--drop-after` frames have passed."""
        if self._drop_after is not None:
            self._drop_after -= 1
            if self._drop_after <= 0:
                self._drop_after = None
                tell("dropped", f"on purpose, after event {self._last_event} and frame {self._last_frame}")
                socket.cut()

    # Saying

    async def _talk(self, socket: WebSocket) -> None:
        """Say what is left of the script. After a lost socket, what was not understood is sent again as the same."""
        while self._script:
            said = self._script[0]
            if not said.understood:
                await (self._speak(socket, said) if said.packets else self._type(socket, said))
            await said.ended.wait()
            self._script.popleft()
        await socket.send({"type": "control", "action": "stop"})

    async def _type(self, socket: WebSocket, said: Said) -> None:
        self.player.speech_ended_s = None
        await socket.send({"type": "text", "id": said.id, "text": said.text})

    async def _speak(self, socket: WebSocket, said: Said) -> None:
        """Stream an utterance from the frame that the relay expects. Frames that are late go at once."""
        if said.utterance == 0:
            self._utterances += 1
            said.utterance = self._utterances
            said.first_sequence, said.first_timestamp = self._next_sequence, self._next_timestamp
            self._next_sequence += len(said.packets)
            self._next_timestamp += sum(map(opus_samples, said.packets))
            said.began_s = said.began_s or time.monotonic()
        if self._relay_expects <= said.first_sequence:  # it has no frame of this, so perhaps not the start either
            await socket.send({"type": "control", "action": "speech_start", "utterance": said.utterance, "id": said.id,
                               "timestamp": said.first_timestamp})
        timestamp = said.first_timestamp
        for sequence, packet in enumerate(said.packets, said.first_sequence):
            if sequence >= self._relay_expects:
                spoken_s = (timestamp - said.first_timestamp) / SAMPLE_RATE_HZ / self._options.speed
                await asyncio.sleep(max(0.0, said.began_s + spoken_s - time.monotonic()))
                marker = MARKER if sequence == said.first_sequence else 0
                header = FRAME.pack(VERSION, MICROPHONE, marker, said.utterance, sequence, timestamp)
                await socket.send(header + packet)
                self._count_frame_to_drop(socket)
            timestamp += opus_samples(packet)
        self.player.speech_ended_s = time.monotonic()
        await socket.send({"type": "control", "action": "speech_end", "utterance": said.utterance,
                           "timestamp": timestamp})

    # Hearing

    async def _listen(self, socket: WebSocket) -> None:
        while True:
            event = await self._next_event(socket)
            try:
                await self._hear(event)
            except (KeyError, TypeError, ValueError) as error:
                await socket.fail(1002, f"{event.get('type')}: {error!r}")

    async def _next_event(self, socket: WebSocket) -> dict[str, Any]:
        """The next JSON message. Frames before it are taken on the way."""
        while True:
            message = await socket.receive()
            if isinstance(message, bytes):
                await self._hear_frame(socket, message)
                continue
            try:
                event = json.loads(message)
            except json.JSONDecodeError:
                await socket.fail(1007, "not JSON")
            if isinstance(event, dict):
                return event

    def _is_new(self, number: int, expected: int) -> bool:
        """Count a number in order. One that has come before is dropped."""
        self._lost += max(0, number - expected)
        self._repeated += number < expected
        return number >= expected

    async def _hear_frame(self, socket: WebSocket, frame: bytes) -> None:
        if not FRAME.size < len(frame) <= FRAME.size + MAX_OPUS_PACKET_BYTES:
            await socket.fail(1002, "a frame of impossible length")
        version, kind, _, turn, sequence, _ = FRAME.unpack_from(frame)
        if (version, kind) != (VERSION, ASSISTANT):
            await socket.fail(1002, "a frame of unknown version or kind")
        if self._is_new(sequence, self._last_frame["sequence"] + 1 if self._last_frame else 0):
            self._last_frame = {"turn": turn, "sequence": sequence}
            self._frames += 1
            self.player.add(turn, frame[FRAME.size :])
            self._count_frame_to_drop(socket)

    async def _hear(self, event: dict[str, Any]) -> None:
        """Act on one event. Unknown ones are counted and acknowledged like all, and else ignored."""
        if "n" in event:
            if not self._is_new(event["n"], self._last_event + 1):
                return
            self._last_event = event["n"]
            self._events += 1
        turn = event.get("turn", 0)
        match event:
            case {"type": "transcript_partial", "text": text}:
                tell("you ...", text)
            case {"type": "transcript_final", "text": text}:
                tell("you", text)
                if self._script and event.get("id") == self._script[0].id:
                    self._script[0].understood = True
            case {"type": "turn_start", "origin": origin}:
                self._relay_turns.add(turn)
                self.player.speech_ended_s = None
                tell("begins", f"turn {turn}: {origin}")
            case {"type": "turn_reopened"}:
                tell("reopened", f"turn {turn}: what was sent of it is void")
                self.player.answers.pop(turn, None)
                await self.player.discard()
            case {"type": "assistant_text_partial", "delta": delta}:
                tell("hisho ...", delta)
            case {"type": "assistant_text_final", "text": text}:
                tell("hisho", text)
                for source in event["citations"]:
                    tell("source", f"[{source['n']}] {source['title']}, {source['locator']}: {source['snippet']}")
                if event["fallback"]:
                    tell("fallback", event["fallback"])
            case {"type": "assistant_audio_start", "frame_ms": frame_ms}:
                self.player.answer(turn).frame_ms = frame_ms
            case {"type": "assistant_audio_end", "frames": frames}:
                tell("audio", f"turn {turn}: {len(self.player.answer(turn).packets)} of {frames} frames")
                await self.player.expect(turn, frames)
            case {"type": "turn_end", "reason": reason}:
                tell("turn", f"{turn} {reason}, heard {event['heard_ms']} ms")
                await self._end_turn(turn, reason)
            case {"type": "warning" | "error" as kind, "code": code}:
                tell(kind, f"{code}: {event.get('message')} (trace {event.get('trace_id')})")
            case {"type": "session_end", "reason": reason}:
                tell("ended", reason)
        if "n" in event and not event["type"].endswith("_partial"):
            await self.send({"type": "ack", "event": self._last_event})

    async def _end_turn(self, turn: int, reason: str) -> None:
        if reason != "completed":
            await self.player.discard()
        self.player.answer(turn).has_ended = True
        if self._script and turn not in self._relay_turns:
            self._script[0].ended.set()
