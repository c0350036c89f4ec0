"""Memory at rest and with idle WebSockets, the time to start, and a message to the built-in assistant."""

import base64
import http.client
import json
import os
import resource
import socket
import statistics
import struct
import time

from . import machine
from .load import percentile

sockets = 5_000


def send_text(connection, text):
    data = text.encode()
    mask = os.urandom(4)
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
    connection.sendall(b"\x81" + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))


def open_socket(port, token):
    """A WebSocket that has signed in and been told so."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall((
        f"GET /api/ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode())
    answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(f"no WebSocket: {answer[:300]!r}")
    send_text(connection, json.dumps({"type": "auth", "token": token}))
    ready = connection.recv(4096)
    if b"ready" not in ready:
        raise RuntimeError(f"not signed in: {ready[:300]!r}")
    return connection


def measure_memory(report, installation):
    pid = installation.server.pid
    time.sleep(2)
    at_rest = machine.resident_megabytes(pid)
    report.add("memory of parley at rest", at_rest, "MB", "< 60 MB", most=60)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    token = installation.token(2)
    connections = []
    try:
        for _ in range(sockets):
            connections.append(open_socket(installation.port, token))
        time.sleep(1)
        report.add(f"memory of parley with {sockets:,} idle WebSockets", machine.resident_megabytes(pid), "MB",
                   "< 150 MB", most=150)
    finally:
        for connection in connections:
            connection.close()


def measure_start(report, installation):
    times = []
    for _ in range(5):
        installation.restart()
        times.append(installation.started_in)
    report.keep("starts, seconds", times)
    report.add("start on an existing data directory, median of 5", statistics.median(times), "s", "< 2 s", most=2)


def measure_assistant(report, installation):
    """The built-in interpreter changes a record that it is told about, over and over in one conversation."""
    token = installation.token(3)
    contact = installation.request("POST", "/api/contacts", token, {"name": "Quilla Benchmark"}, expect=201)
    conversation, times = None, []
    client = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)  # kept open, as a browser does
    try:
        for number in range(220):
            body = {"message": f"Set the phone of Quilla Benchmark to +43 660 {1000000 + number}"}
            if conversation:
                body["conversation_id"] = conversation
            began = time.perf_counter()
            answer = installation.request("POST", "/api/chat", token, body, connection=client)
            taken = (time.perf_counter() - began) * 1000
            conversation = answer["conversation_id"]
            if not answer["actions"] or answer["actions"][-1]["record"] is None:
                raise RuntimeError(f"nothing was changed: {answer}")
            if number >= 20:
                times.append(taken)
    finally:
        installation.request("DELETE", f"/api/contacts/{contact['id']}", token, expect=204)
        if conversation:
            installation.request("DELETE", f"/api/conversations/{conversation}", token, expect=204)
    report.keep("message to the built-in assistant", {
        "p50_ms": percentile(times, 0.5), "p99_ms": percentile(times, 0.99),
        "first_20_p50_ms": percentile(times[:20], 0.5), "last_20_p50_ms": percentile(times[-20:], 0.5),
    })
    report.add("builtin: message to changed record, p50 at the client", percentile(times, 0.5), "ms", "< 5 ms", most=5)


def measure(report, installation):
    installation.restart()
    measure_memory(report, installation)
    measure_start(report, installation)
    measure_assistant(report, installation)
