#!/usr/bin/env -S python3 -B
"""Uploads with a client that is not ours: python3-tuspy, against a real khaosan-server.

usage: tus_independent.py KHAOSAN_SERVER

The server is started on a fresh folder, the token is made while it runs. A file is cut off in the middle, the
server is killed and started again, the client resumes, and the hash is equal on both sides.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests
from tusclient import client
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

SERVER = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)
FILE_BYTES = 5 * 1024 * 1024 + 321
CHUNK_BYTES = 700 * 1024
PASSWORD = "a long password"
START_DEADLINE_S = 60


def command(data, *arguments, expected=0):
    ended = subprocess.run(
        [SERVER, "--data", data, "--json", *arguments],
        env={**os.environ, "KHAOSAN_PASSWORD": PASSWORD}, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == expected, (arguments, ended.returncode, ended.stdout, ended.stderr)
    return json.loads(ended.stdout)


class Served:
    """A server that runs; `url` is where."""

    def __init__(self, data):
        self.process = subprocess.Popen(
            [SERVER, "--data", data, "serve", "--plain-http", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line
        self.url = line.split()[-1]

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(timeout=START_DEADLINE_S)
        assert how == signal.SIGKILL or code == 0, code


def made_file(folder):
    path = Path(folder) / "ภาพ.bin"
    block = hashlib.sha256(b"seed").digest()
    with open(path, "wb") as file:
        left = FILE_BYTES
        while left > 0:
            block = hashlib.sha256(block).digest()
            file.write(block[:left])
            left -= len(block)
    return path


def uploader_for(served, token, path, sha, url=None, checksum=False):
    tus = client.TusClient(served.url + "/api/v1/media/", headers={"Authorization": "Bearer " + token})
    return tus.uploader(str(path), url=url, chunk_size=CHUNK_BYTES, upload_checksum=checksum,
                        metadata={"filename": path.name, "sha256": sha})


def fetched(served, token, sha):
    answer = requests.get(f"{served.url}/api/v1/files/{sha}", headers={"Authorization": "Bearer " + token}, timeout=60)
    assert answer.status_code == 200, answer.text
    return hashlib.sha256(answer.content).hexdigest()


def resumed_after_kill(data, folder):
    command(data, "user", "add", "somsri", "--role", "staff")  # no server runs: the command opens the folder itself
    served = Served(data)
    token = command(data, "token", "somsri")["token"]  # now the server answers it
    path = made_file(folder)
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    first = uploader_for(served, token, path, sha)
    for _ in range(3):
        first.upload_chunk()
    assert first.offset == 3 * CHUNK_BYTES, first.offset
    served.stop(signal.SIGKILL)
    try:
        first.upload_chunk()
        raise AssertionError("a dead server took bytes")
    except (TusUploadFailed, TusCommunicationError, requests.exceptions.ConnectionError):
        pass

    again = Served(data)
    url = again.url + first.url[len(served.url):]
    second = uploader_for(again, token, path, sha, url=url)
    assert second.offset == 3 * CHUNK_BYTES, second.offset
    second.upload()
    assert second.request.response_headers["upload-sha256"] == sha
    assert fetched(again, token, sha) == sha
    return again, token


def checked_by_sha1(served, token, folder):
    path = Path(folder) / "second.bin"
    path.write_bytes(os.urandom(CHUNK_BYTES * 2 + 5))
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    uploader = uploader_for(served, token, path, sha, checksum=True)
    uploader.upload()
    assert uploader.request.response_headers["upload-sha256"] == sha
    assert fetched(served, token, sha) == sha


def one_folder_one_server(data):
    second = subprocess.run([SERVER, "--data", data, "--json", "serve", "--plain-http", "--listen", "127.0.0.1:0"],
                            capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1, second
    assert json.loads(second.stdout)["error"] == "store_locked", second.stdout


def administered_while_serving(data):
    command(data, "user", "add", "somsri", "--role", "staff", expected=1)  # exists
    command(data, "user", "add", "director", "--role", "director", "--display", "ผอ.สพท.")
    users = {user["name"]: user for user in command(data, "user", "list")["users"]}
    assert users["director"]["display_name"] == "ผอ.สพท.", users
    pairing = command(data, "pair", "director")
    assert len(pairing["code"]) == 11 and pairing["url"].startswith("http://127.0.0.1:"), pairing
    command(data, "user", "disable", "director")
    assert command(data, "pair", "director", expected=1)["error"] == "account_disabled"
    assert command(data, "devices")["devices"] == []
    assert command(data, "check") == {"faults": [], "files": 2}
    usage = subprocess.run([SERVER, "--data", data, "dance"], capture_output=True, text=True, check=False)
    assert usage.returncode == 2, usage


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = str(Path(folder) / "data")
        started = time.monotonic()
        served, token = resumed_after_kill(data, folder)
        try:
            checked_by_sha1(served, token, folder)
            one_folder_one_server(data)
            administered_while_serving(data)
        finally:
            served.stop()
        assert command(data, "check") == {"faults": [], "files": 2}  # the same, without a server
        print(f"tus_independent: all well in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
