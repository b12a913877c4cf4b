"""Starts Fish Speech's API server with references read by soundfile.

From 2.9 on torchaudio.load needs torchcodec, which has no wheels for Linux on aarch64.
"""

import runpy
import sys

import soundfile
import torch
import torchaudio


def load(source, **_options):
    """A file or its bytes as (channels, samples), -1 to 1, and its rate in Hz."""
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    return torch.from_numpy(samples.T.copy()), rate


torchaudio.load = load
sys.argv[0] = "tools/api_server.py"
runpy.run_path(sys.argv[0], run_name="__main__")
