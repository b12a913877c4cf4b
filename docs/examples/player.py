"""Playing by a clock: the queue of assistant frames, their credit, and what `playback` tells the relay."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

WINDOW_FRAMES = 30  # so many assistant frames may be sent and not yet credited
CREDIT_BATCH_FRAMES = 5
Message = dict[str, Any]


@dataclass
class Answer:
    """What has come of one turn, and how far it is played."""

    packets: list[bytes] = field(default_factory=list)
    frame_ms: int = 40
    played_frames: int = 0
    total_frames: int | None = None
    playback: Message | None = None  # the last report
    has_ended: bool = False

    @property
    def is_played(self) -> bool:
        return self.total_frames is not None and self.played_frames >= self.total_frames > 0


class Player:
    """Takes one frame after another as a sound card would, `speed` times as fast, also while the socket is lost."""

    def __init__(self, send: Callable[[Message], Awaitable[None]], speed: float) -> None:
        self.answers: dict[int, Answer] = {}
        self.speech_ended_s: float | None = None  # on time.monotonic; None when the question was not spoken
        self._send, self._speed = send, speed
        self._waiting: deque[int] = deque()  # the turn of every frame that is not played
        self._came = asyncio.Event()
        self._uncredited = 0

    def answer(self, turn: int) -> Answer:
        return self.answers.setdefault(turn, Answer())

    def add(self, turn: int, packet: bytes) -> None:
        self.answer(turn).packets.append(packet)
        self._waiting.append(turn)
        self._came.set()

    async def expect(self, turn: int, frames: int) -> None:
        """The turn has so many frames and no more."""
        self.answer(turn).total_frames = frames
        await self._tell_if_finished(turn)

    async def discard(self) -> None:
        """Throw away what is not played; it is credited all the same."""
        self._uncredited += len(self._waiting)
        self._waiting.clear()
        await self._give_credit()

    def open_window(self) -> int:
        """The credit to resume with: all that fits. It counts for all that was credited before."""
        self._uncredited = 0
        return max(0, WINDOW_FRAMES - len(self._waiting))

    async def repeat_playback(self) -> None:
        """Tell again how far open turns are played, after a socket that may have swallowed it."""
        for answer in self.answers.values():
            if answer.playback and not answer.has_ended:
                await self._send(answer.playback)

    async def play(self) -> None:
        due_s = 0.0
        while True:
            self._came.clear()
            while self._waiting:
                turn = self._waiting[0]
                answer = self.answer(turn)
                if answer.playback is None:
                    await self._tell(turn, "started", self._audible())
                due_s = max(due_s, time.monotonic()) + answer.frame_ms / 1000 / self._speed
                await asyncio.sleep(due_s - time.monotonic())
                if self._waiting and answer is self.answers.get(turn):  # not discarded meanwhile
                    self._waiting.popleft()
                    answer.played_frames += 1
                    self._uncredited += 1
                    await self._give_credit()
                    await self._tell_if_finished(turn)
            await self._came.wait()

    def _audible(self) -> Message:
        """What a person who spoke has waited for the first sample."""
        if self.speech_ended_s is None:
            return {}
        return {"audible_ms": round((time.monotonic() - self.speech_ended_s) * 1000)}

    async def _give_credit(self) -> None:
        """In batches, and at once when nothing waits."""
        if self._uncredited >= CREDIT_BATCH_FRAMES or (self._uncredited and not self._waiting):
            frames, self._uncredited = self._uncredited, 0
            await self._send({"type": "credit", "frames": frames})

    async def _tell(self, turn: int, state: str, more: Message | None = None) -> None:
        answer = self.answer(turn)
        if answer.has_ended:
            return
        played_ms = answer.played_frames * answer.frame_ms
        answer.playback = {"type": "playback", "turn": turn, "state": state, "played_ms": played_ms} | (more or {})
        await self._send(answer.playback)

    async def _tell_if_finished(self, turn: int) -> None:
        if self.answer(turn).is_played:
            await self._tell(turn, "finished")
