"""A real microphone as far as PortAudio can tell: a private PulseAudio with a null sink that is played into."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from coachdesk.speech import capture
from coachdesk.speech.portaudio import Device

DATA = Path(__file__).parent / "data"
PULSE_MODULES = (
    ("module-null-sink", "sink_name=virtmic"),
    ("module-virtual-source", "source_name=mic", "master=virtmic.monitor"),
)

needs_pulse = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="pulseaudio is not installed")


@pytest.fixture(scope="module")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of programs that should hear the virtual microphone."""
    home = tmp_path_factory.mktemp("pulse")
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "PULSE_SERVER": f"unix:{home}/pulse/native",
        "PULSE_COOKIE": str(home / "cookie"),
    }
    modules = [part for module in PULSE_MODULES for part in ("-L", " ".join(module))]
    server = subprocess.Popen(
        ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "-n", "-L", "module-native-protocol-unix", *modules],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        if subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode == 0:
            break
        assert server.poll() is None, "pulseaudio ended"
        time.sleep(0.1)
    yield environment
    server.terminate()
    server.wait()


def run(code: str, environment: dict[str, str], *arguments: str) -> str:
    """Run a program of its own: PortAudio looks for sound servers where its process started."""
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert ended.returncode == 0, ended.stderr[-3_000:]
    return ended.stdout


RECORD_WITH_A_LOSS = """
import subprocess, sys, time
from pathlib import Path
from coachdesk.speech.capture import Microphone
from coachdesk.speech.ear import Ear
from coachdesk.speech.live import LiveAnswer
from coachdesk.speech.sphinx import SphinxRecognizer

def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, answer.state()
        time.sleep(0.05)

def pactl(*words):
    subprocess.run(["pactl", *words], check=True, capture_output=True)

if __name__ == "__main__":
    wav, first, second = map(Path, sys.argv[1:])
    ear = Ear(SphinxRecognizer())
    answer = LiveAnswer(wav, Microphone(), ear)
    answer.start()
    until(lambda: answer.state().peak_count > 5)
    subprocess.run(["paplay", "-d", "virtmic", first], check=True)
    until(lambda: answer.state().heard_speech and answer.state().silence_s > 0.6)
    assert answer.state().partial
    pactl("unload-module", "module-null-sink")
    until(lambda: answer.state().lost)
    print("lost:", answer.state().trouble)
    pactl("load-module", "module-null-sink", "sink_name=virtmic")
    pactl("load-module", "module-virtual-source", "source_name=mic", "master=virtmic.monitor")
    before = answer.state().elapsed_s
    until(lambda: not answer.state().lost and answer.state().elapsed_s > before + 0.3)
    subprocess.run(["paplay", "-d", "virtmic", second], check=True)
    until(lambda: answer.state().silence_s > 0.6)
    assert answer.state().overflows == 0
    heard, flac = answer.stop()
    ear.close()
    print("heard:", heard.text)
    print("kept:", flac.name, wav.exists())
"""

BEFORE_THE_LOSS = "no problem at all take your time is there anything in the proposal that your legal team is likely to"
AFTER_THE_LOSS = "walk me through a normal monday for your support team what do they do first and what annoys them"


def share_understood(said: str, out: str) -> float:
    """The share of the words said that were heard in their order: a live stream on a busy machine is not exact."""
    heard = next(line for line in out.splitlines() if line.startswith("heard: ")).split()[1:]
    blocks = SequenceMatcher(None, said.split(), heard, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(said.split())


@needs_pulse
@pytest.mark.slow
def test_an_answer_is_recorded_goes_on_after_the_microphone_was_gone_and_is_understood(
    sound_server: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "record.py"
    script.write_text(RECORD_WITH_A_LOSS)
    ended = subprocess.run(
        [sys.executable, script, tmp_path / "a.wav", DATA / "b-21.flac", DATA / "b-05.flac"],
        env=sound_server,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr[-3_000:]
    out = ended.stdout
    assert "lost: The microphone is gone. What was said so far is kept." in out
    assert "kept: a.flac False" in out
    for said in (BEFORE_THE_LOSS, AFTER_THE_LOSS):
        assert share_understood(said, out) >= 0.5, out


@needs_pulse
def test_microphones_are_listed_with_name_and_host_api(sound_server: dict[str, str]) -> None:
    code = "from coachdesk.speech.capture import devices\nfor d in devices(): print(d.name, d.host_api, d.is_default)"
    assert run(code, sound_server).splitlines()[0].endswith("ALSA True")


MUTED = """
import time
from coachdesk.speech.capture import Microphone
microphone = Microphone()
microphone.open()
end = time.monotonic() + 15
while microphone.trouble is None and time.monotonic() < end:
    microphone.read(0.1)
print(microphone.trouble)
microphone.close()
"""


@needs_pulse
def test_three_seconds_of_exact_zeros_are_a_muted_microphone(sound_server: dict[str, str]) -> None:
    assert "Your microphone sends silence. Is it muted?" in run(MUTED, sound_server)


PLAY = """
import sys, time
from pathlib import Path
from coachdesk.speech.playback import Playback
playing = Playback(Path(sys.argv[1]), 1.0, 2.0)
positions = []
while not playing.finished:
    positions.append(playing.position_s)
    time.sleep(0.05)
assert playing.trouble is None
assert positions == sorted(positions), positions
print(positions[0] < 1.5, playing.position_s)
playing = Playback(Path(sys.argv[1]))
playing.stop()
print(playing.finished, playing.position_s < 1.0)
"""


@needs_pulse
def test_a_stretch_of_a_recording_is_played(sound_server: dict[str, str]) -> None:
    assert run(PLAY, sound_server, str(DATA / "b-01.flac")).split() == ["True", "2.0", "True", "True"]


WITHOUT = """
from coachdesk.errors import CoachDeskError
from coachdesk.speech import capture, playback
from coachdesk.speech.portaudio import Device
from pathlib import Path
import sys
for attempt in (
    lambda: capture.Microphone().open(),
    lambda: capture.Microphone(Device("gone", "ALSA", 1, 16000, False)).open(),
    lambda: playback.Playback(Path(sys.argv[1])),
    lambda: playback.Playback(Path("none.flac")),
):
    try:
        attempt()
    except CoachDeskError as problem:
        print(problem)
"""


def test_a_machine_without_sound_says_so(tmp_path: Path) -> None:
    environment = {**os.environ, "PULSE_SERVER": f"unix:{tmp_path}/none", "XDG_RUNTIME_DIR": str(tmp_path)}
    if run("from coachdesk.speech.capture import devices; print(*devices())", environment).strip():
        pytest.skip("this machine has a microphone that needs no sound server")
    said = run(WITHOUT, environment, str(DATA / "b-01.flac")).splitlines()
    assert said == [
        "This machine has no microphone. Plug one in, and try again.",
        "This machine has no microphone. Plug one in, and try again.",
        "This machine has no loudspeaker. Plug one in, and try again.",
        "The recording none.flac is not there any more.",
    ]


@needs_pulse
def test_a_microphone_that_is_remembered_but_gone_is_named(sound_server: dict[str, str]) -> None:
    said = run(WITHOUT, sound_server, str(DATA / "b-01.flac"))
    assert "The microphone gone is not there. Plug it in, or choose another." in said


def test_without_the_portaudio_library_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    code = (
        "from coachdesk.errors import MissingOnThisMachine\n"
        "from coachdesk.speech.capture import devices\n"
        "try: devices()\n"
        "except MissingOnThisMachine as problem: print(problem)"
    )
    said = run(code, {**os.environ, "PYTHONPATH": str(tmp_path)})
    assert said.startswith("This machine lacks the sound library PortAudio.")
    assert "libportaudio2" in said


class OnlyAllows:
    """A sound library whose device allows one format alone."""

    class PortAudioError(Exception):
        pass

    def __init__(self, rate: int, channels: int) -> None:
        self.only = (rate, channels)

    def check_input_settings(self, *, device: int, samplerate: int, channels: int, dtype: str) -> None:
        if (samplerate, channels) != self.only:
            raise self.PortAudioError


@pytest.mark.parametrize("allowed", [(16_000, 1), (16_000, 2), (48_000, 1), (48_000, 2)])
def test_a_device_is_opened_in_the_format_that_it_allows(allowed: tuple[int, int]) -> None:
    device = Device("mic", "host", 2, 48_000.0, True)
    assert capture._format(OnlyAllows(*allowed), 0, device) == allowed
