"""A Parley with its own PostgreSQL and data, kept between runs of the benchmark."""

import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from . import machine

root = Path(__file__).resolve().parents[2]
password = "a quiet harbour at dawn"
account = "bench@example.com"


class Installation:
    def __init__(self, name, rows, owners, whale=0, shared_buffers="128MB"):
        self.name, self.rows, self.owners, self.whale = name, rows, owners, whale
        self.shared_buffers = shared_buffers
        self.folder = root / "build" / "bench" / f"{name}-{rows}"
        self.sockets = self.folder / "data" / "postgres" / "run"
        self.binary = os.environ.get("PARLEY_BINARY", root / "build" / "release" / "parley")
        self.server = None
        self.started_in = None

    # ---- the server ----

    def start(self, log_level="warn", port=0, environment=None):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        began = time.monotonic()
        self.server = machine.Process(
            [self.binary, "serve", "--port", str(port), "--data-dir", self.folder / "data", "--log-level", log_level,
             "--requests-per-second", "1000000", "--request-burst", "1000000", "--registrations-per-minute", "100000",
             "--max-websockets-per-user", "10000", "--access-token-life", "12h",
             "--postgres-shared-buffers", self.shared_buffers],
            self.folder / "out", self.folder / "log", env=environment,
        )
        ready = re.compile(r"^Parley is ready at http://127\.0\.0\.1:(\d+)", re.M)

        def is_ready():
            self.server.check()
            return ready.search(self.server.output.read_text())

        machine.wait_until("Parley is ready", is_ready, 120)
        self.started_in = time.monotonic() - began
        self.port = int(ready.search(self.server.output.read_text())[1])
        return self

    def stop(self):
        if self.server:
            self.server.stop()
        self.server = None

    def restart(self, **options):
        self.stop()
        return self.start(**options)

    def postgres_cpu(self):
        return machine.cpu_of(pid for pid in machine.family(self.server.pid) if pid != self.server.pid)

    def cpu(self):
        return machine.cpu_seconds(self.server.pid)

    # ---- its database ----

    def psql(self, sql=None, user="postgres", file=None, **variables):
        command = ["psql", "-X", "-q", "-A", "-t", "-h", self.sockets, "-U", user, "-d", "parley", "-v", "ON_ERROR_STOP=1"]
        for name, value in variables.items():
            command += ["-v", f"{name}={value}"]
        command += ["-f", file] if file else ["-c", sql]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout.strip()

    def seed(self):
        """Fills it, unless it holds exactly these rows from an earlier run."""
        script = root / "benchmarks" / "lib" / "seed.sql"
        wanted = hashlib.sha256(f"{self.rows} {self.owners} {self.whale}".encode() + script.read_bytes()).hexdigest()
        stamp = self.folder / "seeded"
        if stamp.exists() and stamp.read_text() == wanted:
            return 0.0
        shutil.rmtree(self.folder, ignore_errors=True)  # what an interrupted run has left
        self.start()
        began = time.monotonic()
        self.request("POST", "/api/auth/register", body={
            "workspace_name": "Bench", "name": "Bench", "email": account, "password": password,
        }, expect=201)
        self.psql(file=script, rows=self.rows, owners=self.owners, whale=self.whale, email=account)
        stamp.write_text(wanted)
        return time.monotonic() - began

    def signing_keys(self):
        """`id=public key in base64`, as the peers take them."""
        rows = self.psql("select id || '=' || encode(public_key, 'base64') from signing_keys")
        return " ".join(rows.split())

    # ---- its interface ----

    def request(self, method, path, token=None, body=None, expect=200, connection=None):
        client = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        client.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = client.getresponse()
        text = response.read()
        if response.status != expect:
            raise RuntimeError(f"{method} {path}: {response.status} {text[:500]!r}")
        return json.loads(text) if text else None

    def token(self, owner):
        answer = self.request("POST", "/api/auth/login", body={
            "email": f"owner{owner}@example.com", "password": password,
        })
        return answer["access_token"]

    def token_file(self, owners):
        file = self.folder / "tokens"
        file.write_text("\n".join(self.token(owner) for owner in owners) + "\n")
        return file

    def request_log(self, skip=0):
        """Milliseconds that each request took in the server, in the order of their ends."""
        taken = []
        for line in self.server.log.read_text().splitlines():
            entry = json.loads(line)
            if entry.get("message") == "request":
                taken.append((entry["route"], entry["milliseconds"]))
        return taken[skip:]
