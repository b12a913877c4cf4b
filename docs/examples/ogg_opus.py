"""Ogg Opus files (RFC 3533, RFC 7845): the packets of one, and one from packets. Standard library only."""

import struct
import uuid
from collections.abc import Iterator
from pathlib import Path

SAMPLE_RATE_HZ = 48_000
MAX_OPUS_PACKET_BYTES = 1275
OGG_PAGE = struct.Struct("<4sBBqIIIB")  # capture, version, flags, granule, serial, page number, CRC, segments
OGG_FIRST, OGG_LAST = 2, 4
PRE_SKIP_SAMPLES = 312  # the relay's encoder delay, 6.5 ms
PACKETS_A_PAGE = 25  # at most 6 segments each, so never over 255


def _crc_entry(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_CRC_TABLE = tuple(_crc_entry(byte) for byte in range(256))


def ogg_crc(data: bytes) -> int:
    """CRC-32 of an Ogg page whose own CRC field is zero (RFC 3533 section 6: polynomial 04c11db7, not reflected)."""
    crc = 0
    for byte in data:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ _CRC_TABLE[(crc >> 24) ^ byte]
    return crc


def ogg_packets(data: bytes) -> Iterator[bytes]:
    """Every packet of the one logical stream in `data`. Raises ValueError at damage."""
    at, packet, stream = 0, b"", None
    while at < len(data):
        try:
            capture, version, flags, granule, serial, number, crc, segments = OGG_PAGE.unpack_from(data, at)
        except struct.error:
            raise ValueError("the last Ogg page is cut off") from None
        if capture != b"OggS" or version != 0:
            raise ValueError(f"no Ogg page at byte {at}")
        stream = serial if stream is None else stream
        if serial != stream:
            raise ValueError("more than one stream in the file")
        body = at + OGG_PAGE.size + segments
        lacing = data[at + OGG_PAGE.size : body]
        end = body + sum(lacing)
        blank = OGG_PAGE.pack(capture, version, flags, granule, serial, number, 0, segments)
        if end > len(data) or ogg_crc(blank + data[at + OGG_PAGE.size : end]) != crc:
            raise ValueError(f"the Ogg page at byte {at} is damaged")
        for length in lacing:
            packet += data[body : body + length]
            body += length
            if length < 255:
                yield packet
                packet = b""
        at = end


def opus_samples(packet: bytes) -> int:
    """How long an Opus packet plays, in samples at 48 kHz (RFC 6716 section 3.1). Raises ValueError when malformed."""
    if not 1 <= len(packet) <= MAX_OPUS_PACKET_BYTES or (packet[0] & 3 == 3 and len(packet) < 2):
        raise ValueError("not an Opus packet")
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config % 4]
    elif config < 16:
        frame = (480, 960)[config % 2]
    else:
        frame = (120, 240, 480, 960)[config % 4]
    return frame * (packet[1] & 0x3F if code == 3 else (1, 2, 2)[code])


def read_ogg_opus(path: str) -> list[bytes]:
    """The Opus packets of a file, each of 20, 40 or 60 ms. Raises ValueError for any other file, OSError for none."""
    packets = ogg_packets(Path(path).read_bytes())
    head = next(packets, b"")
    if not head.startswith(b"OpusHead") or len(head) < 19 or head[9] not in (1, 2) or head[18] != 0:
        raise ValueError("not a mono or stereo Ogg Opus file")
    if not next(packets, b"").startswith(b"OpusTags"):
        raise ValueError("the OpusTags header is missing")
    audio = list(packets)
    if not audio or any(opus_samples(packet) not in (960, 1920, 2880) for packet in audio):
        raise ValueError("packets of 20, 40 or 60 ms are needed (opusenc --framesize 20)")
    return audio


def write_ogg_opus(path: str, packets: list[bytes]) -> None:
    """Write mono Opus packets as a file any player plays."""
    pages = [[b"OpusHead" + struct.pack("<BBHIhB", 1, 1, PRE_SKIP_SAMPLES, SAMPLE_RATE_HZ, 0, 0)],
             [b"OpusTags" + struct.pack("<I", 5) + b"hisho" + struct.pack("<I", 0)]]
    pages += [packets[at : at + PACKETS_A_PAGE] for at in range(0, len(packets), PACKETS_A_PAGE)]
    serial, granule, out = uuid.uuid4().int & 0xFFFFFFFF, 0, bytearray()
    for number, page in enumerate(pages):
        if number >= 2:
            granule += sum(map(opus_samples, page))
        lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in page)
        flags = (OGG_FIRST if number == 0 else 0) | (OGG_LAST if number == len(pages) - 1 else 0)
        fields = (b"OggS", 0, flags, granule, serial, number)
        rest = lacing + b"".join(page)
        crc = ogg_crc(OGG_PAGE.pack(*fields, 0, len(lacing)) + rest)
        out += OGG_PAGE.pack(*fields, crc, len(lacing)) + rest
    Path(path).write_bytes(out)
