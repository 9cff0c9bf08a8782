"""An office and its laptops, made of the real programs: khaosan-server over HTTPS on loopback, and khaosan.

Every run has its own folder; every server its own free port. Standard library only.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "รหัสผ่านตัวอย่าง 2570"
START_SECONDS_MAX = 30
COMMAND_SECONDS_MAX = 300


def binaries():
    """The folder of both programs: KHAOSAN_BIN, else the dev build."""
    return pathlib.Path(os.environ.get("KHAOSAN_BIN", ROOT / "build" / "dev" / "bin"))


class Failed(Exception):
    """A command ended otherwise than it should have."""


class Ran:
    """What a command did: its exit code, its texts, and the JSON document if it printed one."""

    def __init__(self, argv, code, out, err):
        self.argv, self.code, self.out, self.err = argv, code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"{' '.join(map(str, self.argv))}\nexit {self.code}\n{self.out}{self.err}"


def run(argv, expect=0, env=None, stdin=None):
    """Runs a program; raises Failed unless it exits with `expect` (None: whatever it exits with)."""
    done = subprocess.run([str(a) for a in argv], capture_output=True, text=True, input=stdin if stdin is not None else "",
                          env={**os.environ, **(env or {})}, timeout=COMMAND_SECONDS_MAX)
    ran = Ran(argv, done.returncode, done.stdout, done.stderr)
    if expect is not None and ran.code != expect:
        raise Failed(f"expected exit {expect}:\n{ran}")
    return ran


class Server:
    """One khaosan-server on its data folder."""

    def __init__(self, folder, office="สพป.ตัวอย่าง เขต 1", found_on_lan=False):
        """With `found_on_lan` it answers whoever looks for an office: other tests see it too."""
        self.data = pathlib.Path(folder) / "server"
        self.found_on_lan = found_on_lan
        self.office = office
        self.process = None
        self.url = None
        self.port = 0

    def start(self, *options, env=None):
        self.data.mkdir(parents=True, exist_ok=True)
        self.log = open(self.data.parent / "server.log", "ab")
        argv = [binaries() / "khaosan-server", "--data", self.data, "serve", "--listen", f"127.0.0.1:{self.port}",
                "--office-name", self.office, *([] if self.found_on_lan else ["--not-found-on-lan"]), *options]
        self.process = subprocess.Popen([str(a) for a in argv], stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env={**os.environ, **(env or {})})
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            line = self.process.stdout.readline()
            if not line:
                raise Failed(f"the server ended: exit {self.process.wait()}")
            if "https://" in line:
                self.url = "https://" + line.split("https://")[1].split()[0].rstrip("/")
                self.port = int(self.url.rsplit(":", 1)[1])
                return self
        raise Failed("the server did not say where it listens")

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.log.close()
        self.process = None
        return code

    def command(self, *words, expect=0, password=PASSWORD):
        return run([binaries() / "khaosan-server", "--data", self.data, "--json", *words], expect,
                   {"KHAOSAN_PASSWORD": password})

    def add_user(self, name, display, *roles):
        words = ["user", "add", name, "--display", display]
        for role in roles:
            words += ["--role", role]
        return self.command(*words)

    def pairing_code(self, user):
        return self.command("pair", user).json["code"]

    def certificate(self):
        """The file that a browser would be told to trust."""
        return next(path for path in sorted((self.data / "tls").iterdir()) if "cert" in path.name)

    def stored_file(self, sha):
        return next((path for path in (self.data / "media").rglob("*") if path.is_file() and path.name == sha), None)


class Laptop:
    """One khaosan data folder."""

    def __init__(self, folder, name, password=PASSWORD):
        self.home = pathlib.Path(folder) / name
        self.name = name
        self.password = password

    def command(self, *words, expect=0, env=None, stdin=None):
        return run([binaries() / "khaosan", "--home", self.home, "--json", *words], expect,
                   {"KHAOSAN_PASSWORD": self.password, **(env or {})}, stdin)

    def pair(self, server, user, expect=0, code=None, url=None):
        return self.command("pair", url or server.url, "--code", code or server.pairing_code(user), "--name", self.name,
                            expect=expect)

    def put(self, kind, record_id=None, expect=0, **fields):
        words = ["put", kind] + (["--id", record_id] if record_id else [])
        words += [f"{name}={value}" for name, value in fields.items()]
        return self.command(*words, expect=expect).json.get("id")

    def get(self, kind, record_id):
        return self.command("get", kind, record_id).json

    def fields(self, kind, record_id):
        return self.get(kind, record_id)["fields"]

    def list(self, kind, *words):
        return self.command("list", kind, *words).json["rows"]

    def sync(self, expect=0):
        return self.command("sync", expect=expect).json

    def act(self, kind, record_id, verb, *words, expect=3):
        """Writes a command down; it waits for the server."""
        return self.command("act", kind, record_id, verb, *words, expect=expect)

    def act_and_sync(self, kind, record_id, verb, *words, expect=0):
        self.act(kind, record_id, verb, *words)
        return self.sync(expect)


class Place:
    """A temporary folder for one run; kept when the run fails."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="khaosan-e2e-"))
        return self.folder

    def __exit__(self, kind, value, trace):
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"kept: {self.folder}")
