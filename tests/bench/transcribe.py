"""A file through our whole pipeline, against the bare loop of the same recognizer over the same samples."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from pocketsphinx import Decoder, get_model_path

from coachdesk import paths
from coachdesk.speech import decode
from coachdesk.speech.recognize import RATE_HZ
from coachdesk.speech.sphinx import SphinxRecognizer
from tests.bench.measure import Result, compare

_SAMPLES = 6
_BLOCK = 4096


def run(_: argparse.Namespace) -> Iterator[Result]:
    files = sorted(paths.bundled("resources").joinpath("samples").glob("*.flac"))[:_SAMPLES]
    samples = np.concatenate([block for file in files for block, _ in decode.blocks(file)])
    recognizer = SphinxRecognizer()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "answers.wav"
        soundfile.write(whole, samples, RATE_HZ)
        decode.hear(files[0], recognizer)  # loads the model, which the baseline's is too
        bare = Decoder(
            hmm=get_model_path("en-us/en-us"),
            dict=get_model_path("en-us/cmudict-en-us.dict"),
            lm=get_model_path("en-us/en-us.lm.bin"),
            loglevel="FATAL",
        )
        yield compare(
            "transcribe",
            f"{len(samples) / RATE_HZ:.0f} s of sample answers by PocketSphinx",
            lambda: decode.hear(whole, recognizer) and None,
            lambda: _bare(bare, samples),
            bar=1.05,
            repeat=3,
            note="pipeline: read, find voice, cut at pauses, recognize, 30 alternatives, measure the sound",
        )


def _bare(decoder: Decoder, samples: np.ndarray) -> None:
    decoder.start_utt()
    for at in range(0, len(samples), _BLOCK):
        decoder.process_raw(samples[at : at + _BLOCK].tobytes())
    decoder.end_utt()
    decoder.hyp()
