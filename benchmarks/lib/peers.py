"""The same two requests by what others would be built with, on the same database and as the same role."""

import http.client
import os
import socket

from . import machine
from .installation import root

connections = 12
peers = root / "benchmarks" / "peers"
node = peers / "fastify" / "node_modules" / ".bin" / "node"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Peer:
    def __init__(self, name, installation):
        self.name = name
        self.port = free_port()
        python = ["/usr/bin/python3", "-m", "uvicorn", "--host", "127.0.0.1", "--port", str(self.port), "--loop", "uvloop",
                  "--http", "httptools", "--no-access-log", "--log-level", "warning"]
        command, folder = {
            "FastAPI + asyncpg": ([*python, "with_asyncpg:app"], "fastapi"),
            "FastAPI + SQLAlchemy": ([*python, "with_sqlalchemy:app"], "fastapi"),
            "fastify + pg": ([node, "server.mjs"], "fastify"),
        }[name]
        environment = dict(
            os.environ, BENCH_SOCKETS=str(installation.sockets), BENCH_CONNECTIONS=str(connections), PORT=str(self.port),
            BENCH_KEYS=installation.signing_keys(), NODE_ENV="production", PYTHONDONTWRITEBYTECODE="1",
        )
        log = installation.folder / f"{folder}-{self.port}.log"
        self.server = machine.Process(command, log.with_suffix(".out"), log, cwd=peers / folder, env=environment)
        machine.wait_until(f"{name} answers", self.answers)

    def answers(self):
        self.server.check()
        try:
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            client.request("GET", "/api/contacts")
            return client.getresponse().status == 401
        except OSError:
            return False

    def cpu(self):
        return machine.cpu_of(machine.family(self.server.pid))

    def stop(self):
        self.server.stop()
