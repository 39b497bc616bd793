"""Gets CoachDesk ready on this machine, then starts it or its tests; knows nothing but Python's standard library.

    python3 bootstrap.py run [--with-model] [arguments of coachdesk]
    python3 bootstrap.py test [arguments of pytest]

On Windows say `py` instead of `python3`. The first start installs what is missing; the next ones only start. The syntax
stays within Python 3.6, so that an old Python can say that it is too old instead of failing on a line it cannot read.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
SETUP_VERSION = 1  # raised when an environment made by an older bootstrap.py must be gone through again
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARKER = VENV / "coachdesk-setup.json"
SYSTEM_PACKAGES = ROOT / "resources" / "system-packages.txt"
UV_REQUIREMENT = ROOT / "resources" / "uv-requirement.txt"
DEMO = ROOT / "resources" / "samples" / "demo.txt"
SMALL_MODEL = "vosk-model-small-en-us-0.15"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
PYTHON_VERSION = "{}.{}".format(*sys.version_info)
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
SITE_PACKAGES = VENV / ("Lib" if WINDOWS else "lib/python" + PYTHON_VERSION) / "site-packages"

# The command `coachdesk` beside the Python of .venv, which it finds from where it stands.
COMMAND = ("coachdesk", '#!/bin/sh\nexec "$(dirname "$0")/python" -P -m coachdesk "$@"\n')
if WINDOWS:
    COMMAND = ("coachdesk.cmd", '@"%~dp0python.exe" -P -m coachdesk %*\n')

# What each job needs. The locked packages of the tests include those of the program.
SECTIONS = {"run": ("run",), "test": ("run", "test")}
LOCKS = {"run": ("requirements.lock",), "test": ("requirements-test.lock", "requirements.lock")}
TAUGHT = ("scenarios/**/*.yaml", "resources/language/*", "coachdesk/speech/language/*.py")
LOCK_WAIT_S = 0.5
APT_PATIENCE = "DPkg::Lock::Timeout=120"  # seconds that apt waits for an unattended upgrade to end
LAST_LINES = 12  # of a failed installer's output, shown when the failure is none of the known ones

# kind of failure, how installers spell it (lower case), what is said, what to do about it
KNOWN_FAILURES = (
    ("space", ("no space left", "errno 28", "os error 28", "os error 112", "disk quota exceeded", "os error 122"),
     "The disk is full.", "CoachDesk needs about 2 GB here; make room and start again, it goes on where it stopped."),
    ("hash", ("hash mismatch", "do not match the hashes"),
     "A downloaded package is not the one that CoachDesk was built with, so it was not installed.",
     "Try again; if it happens again, something between this machine and the package index changes files."),
    ("proxy", ("proxyerror", "proxy error", "407 proxy", "tunnel error", "cannot connect to proxy", "proxy auth"),
     "The proxy did not let the packages through.",
     "Check the variables HTTPS_PROXY and HTTP_PROXY (http://user:password@host:port), and start again."),
    ("certificate", ("certificate verify failed", "invalid peer certificate", "certificate_verify_failed"),
     "The package index showed a certificate that this machine does not trust.",
     "In a company network, set SSL_CERT_FILE to the file of its own certificates, and start again."),
    ("network", ("dns error", "failed to lookup", "name resolution", "name or service not known", "getaddrinfo failed",
                 "network is unreachable", "connection refused", "connection reset", "connection timed out",
                 "timed out", "newconnectionerror", "error sending request", "tcp connect error", "no route to host"),
     "The packages could not be fetched: no connection to the package index.",
     "The first start needs a network, later ones do not. Connect, and start again."),
    ("permission", ("permission denied", "errno 13", "os error 13", "access is denied", "read-only file system"),
     "CoachDesk may not write into its folder.", f"Move {ROOT} to a folder of yours, or change who owns it."),
)  # fmt: skip


class SetupFailed(Exception):
    """What went wrong in one sentence, what to do about it, and which kind of failure it is."""

    def __init__(self, sentence, remedy, kind="other"):
        super().__init__(f"{sentence}\n{remedy}")
        self.sentence, self.remedy, self.kind = sentence, remedy, kind


def main(arguments):
    if sys.version_info[:2] < OLDEST_PYTHON:
        say("CoachDesk needs Python {}.{} or newer; this is {}.".format(*OLDEST_PYTHON, PYTHON_VERSION))
        say("Install a newer one (python.org, or your system's packages) and start bootstrap.py with it.")
        return 1
    if not arguments or arguments[0] not in ("run", "test"):
        say(__doc__.strip())
        return 0 if arguments and arguments[0] in ("-h", "--help", "help") else 2
    try:
        set_up(arguments[0])
        return (run if arguments[0] == "run" else test)(arguments[1:])
    except KeyboardInterrupt:
        say("\nInterrupted. Nothing is broken: the next start goes on from here.")
        return 130
    except OSError as error:
        failure = explained(str(error))
    except SetupFailed as error:
        failure = error
    say(f"\nCoachDesk could not be started. {failure}")
    return 1


def say(text):
    """To standard error: what the program prints may be read by another program."""
    encoding = sys.stderr.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def set_up(job):
    """Does what has not been done yet for this job; nothing at all, and no network, from the second start on."""
    if is_ready(job):
        return
    with only_one_at_a_time():
        if is_ready(job):  # another start was quicker
            return
        say(f"Getting CoachDesk ready in {ROOT} (only at the first start).")
        wanted, done = steps(job), finished_steps()
        undone = [step for step in wanted if done.get(step) != wanted[step]]
        for section in SECTIONS[job]:
            if section in undone and install_system_packages(section):
                done[section] = wanted[section]
        if any(lock in undone for lock in LOCKS[job]):
            with contextlib.suppress(FileNotFoundError):
                MARKER.unlink()
            make_environment()
            install_packages(ROOT / LOCKS[job][0])
            make_importable()
            done.update((lock, wanted[lock]) for lock in LOCKS[job])
        if "language" in undone:
            teach_recognizer()
            done["language"] = wanted["language"]
        MARKER.write_text(json.dumps(done, indent=1), encoding="utf-8")


def is_ready(job):
    return steps(job).items() <= finished_steps().items()


def steps(job):
    """All that a job needs, each with the digest of the files that say what it is."""
    files = {**{key: [SYSTEM_PACKAGES] for key in SECTIONS[job]}, **{lock: [ROOT / lock] for lock in LOCKS[job]}}
    files["language"] = sorted(path for pattern in TAUGHT for path in ROOT.glob(pattern))
    return {step: hashlib.sha256(b"".join(p.read_bytes() for p in these)).hexdigest() for step, these in files.items()}


def finished_steps():
    """What is done, as steps() has it; nothing where .venv is not whole or was made for another Python."""
    start = {"setup": SETUP_VERSION, "python": PYTHON_VERSION}
    try:
        done = json.loads(MARKER.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return start
    ours = isinstance(done, dict) and all(done.get(key) == value for key, value in start.items())
    return done if ours and VENV_PYTHON.exists() else start


@contextlib.contextmanager
def only_one_at_a_time():
    """Waits while another bootstrap.py works in this folder. The lock is on this file: nothing is left behind."""
    with Path(__file__).open("rb") as this_file:
        waiting = False
        while not try_lock(this_file):
            if not waiting:
                say("Another start is getting this folder ready; waiting for it.")
            waiting = True
            time.sleep(LOCK_WAIT_S)
        yield


def try_lock(file):
    try:
        if WINDOWS:
            import msvcrt

            file.seek(1 << 30)  # beyond the end: Windows would refuse readers a locked part of the file
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:  # anything but "taken" means a file system without locks: go on without
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


# System packages


def install_system_packages(section):
    """True when they are all there, or cannot be looked for; what is still missing has been told."""
    if not LINUX:
        return True
    can_look = shutil.which("apt-get") and shutil.which("dpkg-query")
    if section == "run" and importlib.util.find_spec("ensurepip") is None:
        package = venv_package()
        if not (package and can_look and apt_install([package])):
            by_hand = f"sudo apt-get install {package}" if package else "your system's package for Python's venv"
            raise SetupFailed(
                f"This Python ({sys.executable}) has no module ensurepip, so it cannot make an environment.",
                f"Install it and start again: {by_hand}",
            )
        importlib.invalidate_caches()
    wanted = listed(section)
    if not can_look:
        say(f"No apt here: please see to it that your system has (in Debian's names) {' '.join(wanted)}")
        return True
    present = installed_packages()
    missing = [name for name in wanted if name not in present]
    return not missing or apt_install(missing)


def listed(section):
    """The names below [section] in the list of system packages."""
    names, current = [], ""
    for line in SYSTEM_PACKAGES.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            current = line.strip("[]")
        elif line and current == section:
            names.append(line)
    return names


def venv_package():
    """Debian splits ensurepip from its Python, one package for each version; another Python has to bring its own."""
    if sys.base_prefix != "/usr" or not listed("venv"):
        return ""
    return listed("venv")[0].replace("python3", "python" + PYTHON_VERSION)


def installed_packages():
    """Names of what dpkg has, and of what that stands in for (libglib2.0-0t64 provides libglib2.0-0)."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}, ${Provides}\n"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "replace").splitlines()
    present = [line.split("\t")[1] for line in lines if line.startswith("installed\t")]
    return {name.split()[0] for line in present for name in line.split(",") if name.strip()}


def apt_install(names):
    """False when it could not be done; the command that does it has been told then."""
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", APT_PATIENCE, *names]
    by_hand = f"sudo apt-get install {' '.join(names)}"
    if os.geteuid() == 0:
        become_root = []
    elif shutil.which("sudo"):
        become_root = ["sudo"] if sys.stdin and sys.stdin.isatty() else ["sudo", "-n"]
    else:
        say(f"System packages are missing, and only an administrator may install them: {by_hand}")
        return False
    say(f"Installing system packages: {' '.join(names)}")
    if become_root:
        say("This is done with sudo, which may ask for your password.")
    with contextlib.suppress(SetupFailed):  # the lists may be fresh enough; if not, what follows says so
        call_quietly([*become_root, "apt-get", "update", "-qq"])
    try:
        call_quietly(become_root + install)
    except SetupFailed as failure:
        say(f"They could not be installed. {failure}\nInstall them by hand: {by_hand}")
        return False
    return True


def make_environment():
    """An environment that works is kept; one that is half made, or whose Python is gone, is made anew."""
    if environment_works():
        return
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        say("The environment .venv is not whole; making it anew.")
        shutil.rmtree(str(VENV))
    call_quietly([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    call_quietly([str(VENV_PYTHON), "-m", "ensurepip", "--default-pip"])  # by itself, as venv hides why it fails


def environment_works():
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        command = [str(VENV_PYTHON), "-c", question]
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.decode().strip() == PYTHON_VERSION


def install_packages(lock):
    """Exactly the locked packages, each checked against its hash: by uv, or by pip where uv cannot be had or fails."""
    say(f"Installing the packages of {lock.name}; the first time this takes a minute or more.")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--retries", "2"]
    uv = [str(VENV_PYTHON), "-m", "uv", "pip", "install", "--require-hashes", "--python", str(VENV_PYTHON)]
    try:
        call_quietly([*pip, "--only-binary", ":all:", "-r", str(UV_REQUIREMENT)])
    except SetupFailed as failure:
        if failure.kind != "other":  # pip itself would fail again; another failure means: no uv for this machine
            raise
    else:
        try:
            return call_quietly([*uv, "-r", str(lock)])
        except SetupFailed as failure:
            if failure.kind in ("space", "hash", "permission"):
                raise
            say("Not with uv; trying pip, which reads settings that uv does not know.")  # a company's pip.conf
    return call_quietly([*pip, "-r", str(lock)])


def make_importable():
    """The program runs from this folder: nothing to build, nothing to fetch, and still right after the folder moves."""
    way_back = os.path.relpath(str(ROOT), str(SITE_PACKAGES))
    (SITE_PACKAGES / "coachdesk.pth").write_text(way_back + "\n", encoding="ascii")
    name, script = COMMAND
    (VENV_PYTHON.parent / name).write_text(script, encoding="ascii")
    (VENV_PYTHON.parent / name).chmod(0o755)


def teach_recognizer():
    """What ships is taught now, so that no answer waits for it; where that fails, it is done when it is needed."""
    say("Teaching the built-in recognizer the words of the library.")
    with contextlib.suppress(SetupFailed, OSError):
        call_quietly(coachdesk(["language", "teach", "--for-everyone"]))


def call_quietly(command):
    """Runs an installer and shows only which downloads it is at; a failure is raised as a sentence."""
    lines = []
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=environment(), **streams) as process:
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            lines.append(line)
            if line.lstrip().startswith("Downloading "):  # uv's lines for the large ones
                say("  " + line.strip())
    if process.returncode != 0:
        raise explained("\n".join(lines))


def environment():
    """The user's, without what would send packages elsewhere than into .venv or bring foreign ones into the program."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET")}
    kept.update(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1", DEBIAN_FRONTEND="noninteractive")
    if not has_display():
        kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return kept


def explained(output):
    """What an installer printed, or an error of the system, as a sentence."""
    text = output.lower()
    for kind, spellings, sentence, remedy in KNOWN_FAILURES:
        if any(spelling in text for spelling in spellings):
            return SetupFailed(sentence, remedy, kind)
    return SetupFailed("The last lines printed:", "\n".join(output.strip().splitlines()[-LAST_LINES:]))


# Starting


def run(arguments):
    if "--with-model" in arguments:
        arguments = [argument for argument in arguments if argument != "--with-model"]
        if subprocess.call(coachdesk(["models", "install", SMALL_MODEL]), env=environment()) != 0:
            say("The model is not installed; CoachDesk listens with its built-in recognizer.")
    if not arguments and not has_display():
        say("There is no display, so here is a role-play with recorded answers, transcribed now:\n")
        arguments = demonstration()
    return start(coachdesk(arguments))


def test(arguments):
    os.chdir(str(ROOT))
    return start([str(VENV_PYTHON), "-m", "pytest", *arguments])


def has_display():
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def demonstration():
    """A shipped role-play: first line the scenario, then files beside the list; a scorecard is told by its ending."""
    scenario, *files = DEMO.read_text(encoding="utf-8").split()
    arguments = ["rehearse", scenario, "--no-save"]
    for name in files:
        option = "--scorecard" if name.endswith((".yaml", ".yml", ".json")) else "--answer"
        arguments += [option, str(DEMO.parent / name)]
    return arguments


def coachdesk(arguments):
    """The command line of the program; -P keeps Python files of the folder it is called from out of its way."""
    return [str(VENV_PYTHON), "-P", "-m", "coachdesk", *arguments]


def start(command):
    """Becomes the program where the system can do that, so that signals reach it; its exit code is ours."""
    if WINDOWS:
        return subprocess.call(command, env=environment())
    return os.execve(command[0], command, environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
