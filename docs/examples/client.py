#!/usr/bin/env python3
"""Talk with a Hisho relay from Python 3.11, with nothing but the standard library. Written from docs/protocol.md.

    python3 client.py ws://localhost:8080 --text "What time is it?" --save answer.opus
    python3 client.py wss://hisho.example --speak question.opus --text "And tomorrow?"
    python3 client.py ws://localhost:8080 --text "Tell me a story" --drop-after 12

`--text` and `--speak` may be given several times; each waits for the answer to the one before it. `--speak` takes Ogg
Opus with packets of 20 ms, as `opusenc` and `ffmpeg` write it. Answers are played by a clock, not by a sound card;
`--save` keeps them as Ogg Opus. `--drop-after N` cuts the socket once, after N frames sent or received, and resumes.
The token is read from RELAY_TOKEN or `--token`.
Exit status: 0 when all was said and answered, 1 closed before that, 2 wrong usage, 3 refused or unreachable.

The files beside this one: conversation.py is the protocol, player.py the credit and the playback reports,
websocket.py RFC 6455, ogg_opus.py the files, report.py the words.
"""

import argparse
import asyncio
import os
import sys
import uuid

from conversation import Conversation, Said
from ogg_opus import read_ogg_opus, write_ogg_opus
from report import tell


def spoken(path: str) -> Said:
    """What `--speak` names."""
    try:
        return Said(packets=read_ogg_opus(path))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path}: {error}") from None


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relay", help="ws://HOST:PORT or wss://HOST")
    parser.add_argument("--text", dest="script", action="append", type=lambda text: Said(text=text), metavar="TEXT")
    parser.add_argument("--speak", dest="script", action="append", type=spoken, metavar="FILE.opus")
    parser.add_argument("--save", metavar="ANSWER.opus", help="write all that was answered as Ogg Opus")
    parser.add_argument("--token", default=os.environ.get("RELAY_TOKEN"))
    parser.add_argument("--session", default=str(uuid.uuid4()))
    parser.add_argument("--language", default="auto", help="ja-JP, en-US, ko-KR or auto")
    parser.add_argument("--time-zone", default="UTC")
    parser.add_argument("--no-audio", dest="audio", action="store_false", help="answers in text only")
    parser.add_argument("--speed", type=float, default=1.0, help="speak and play so many times faster than real time")
    parser.add_argument("--drop-after", type=int, metavar="N", help="cut the socket once, after N frames, and resume")
    options = parser.parse_args(arguments)
    if not options.script:
        parser.error("nothing to say: give --text or --speak")
    if not options.speed > 0:
        parser.error("--speed must be above 0")
    return options


def main() -> int:
    options = options_of(sys.argv[1:])
    conversation = Conversation(options)
    status = asyncio.run(conversation.run())
    packets = [packet for _, answer in sorted(conversation.player.answers.items()) for packet in answer.packets]
    if options.save and packets:
        write_ogg_opus(options.save, packets)
        tell("saved", f"{options.save}: {len(packets)} packets")
    return status


if __name__ == "__main__":
    sys.exit(main())
