"""Open pages in one process: reads {port, tokens, chats, count, rate, model, ramp} as JSON, starts so many chats over one
WebSocket for each token, and prints what arrived: the lag of each piece of text behind the time that stands in it."""

import asyncio
import base64
import json
import os
import struct
import sys
import time
from array import array
from collections import Counter

import uvloop


def framed(message):
    data = json.dumps(message).encode()
    size = len(data)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
    return b"\x81" + length + b"\0\0\0\0" + data  # masked with zeros


class Page(asyncio.Protocol):
    """One WebSocket: `event(message)` for every message, once `ready` is set."""

    def __init__(self, port, token, event):
        self.port, self.token, self.event = port, token, event
        self.buffer, self.open = bytearray(), False
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write((
            f"GET /api/ws HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())

    def say(self, **message):
        self.transport.write(framed(message))

    def connection_lost(self, _):
        if not self.ready.done():
            self.ready.set_exception(RuntimeError("the WebSocket was closed"))

    def data_received(self, data):
        self.buffer += data
        if not self.open:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self.buffer.startswith(b"HTTP/1.1 101"):
                raise RuntimeError(bytes(self.buffer[:300]))
            del self.buffer[:end + 4]
            self.open = True
            self.say(type="auth", token=self.token)
        at, whole = 0, len(self.buffer)
        while whole - at >= 2:
            opcode, size, start = self.buffer[at] & 15, self.buffer[at + 1], at + 2
            if size == 126:
                start += 2
                size = int.from_bytes(self.buffer[at + 2:at + 4], "big")
            elif size == 127:
                start += 8
                size = int.from_bytes(self.buffer[at + 2:at + 10], "big")
            if whole < start + size:
                break
            if opcode == 1:
                self.take(json.loads(self.buffer[start:start + size]))
            elif opcode == 9:
                self.transport.write(b"\x8a\x80\0\0\0\0")
            at = start + size
        del self.buffer[:at]

    def take(self, message):
        if message["type"] == "ready":
            self.ready.set_result(None)
        elif message["type"] == "error" or "run_id" in message:
            self.event(message)


async def opened(port, token, event):
    loop = asyncio.get_running_loop()
    _, page = await loop.create_connection(lambda: Page(port, token, event), "127.0.0.1", port)
    await page.ready
    return page


class Crowd:
    def __init__(self, wanted):
        self.wanted = wanted
        self.last, self.pieces, self.finished = {}, {}, {}
        self.gaps, self.events = 0, 0
        self.sent, self.lags = array("q"), array("q")
        self.done = asyncio.get_running_loop().create_future()

    def event(self, message):
        now = time.monotonic_ns()
        if message["type"] == "error":
            self.end(message["client_id"], message["detail"])
            return
        run = message["run_id"]
        self.gaps += message["seq"] != self.last.get(run, 0) + 1
        self.last[run] = message["seq"]
        self.events += 1
        if message["type"] == "text.delta":
            stamps = message["data"]["text"].split()
            self.pieces[run] = self.pieces.get(run, 0) + len(stamps)
            for stamp in stamps:
                self.sent.append(int(stamp))
                self.lags.append(now - int(stamp))
        elif message["type"] == "run.finished":
            self.end(run, message["data"]["status"])

    def end(self, run, status):
        self.finished[run] = status
        if len(self.finished) == self.wanted["chats"]:
            self.done.set_result(None)

    async def chat(self):
        wanted = self.wanted
        pages = [await opened(wanted["port"], token, self.event) for token in wanted["tokens"]]
        text = f"bench-stream:{wanted['count']}:{wanted['rate']}"
        for number in range(wanted["chats"]):
            pages[number % len(pages)].say(
                type="run.start", message=text, model=wanted["model"], client_id=str(number))
            await asyncio.sleep(wanted["ramp"] / wanted["chats"])
        began = time.monotonic_ns()
        length = wanted["count"] / wanted["rate"]
        try:
            await asyncio.wait_for(self.done, length * 3 + 30)
        except asyncio.TimeoutError:
            pass
        # Between the last start and the first end, all stream at once.
        until = began + int((length - wanted["ramp"]) * 1e9)
        at_once = sorted(lag for sent, lag in zip(self.sent, self.lags) if began <= sent <= until)
        expected = wanted["chats"] * wanted["count"]
        whole = [run for run, status in self.finished.items() if status == "completed"]
        return {
            "events": self.events, "pieces": len(self.lags), "lost": expected - len(self.lags), "gaps": self.gaps,
            "unfinished": wanted["chats"] - len(whole), "ends": dict(Counter(self.finished.values())), "measured": len(at_once),
            "p50_ms": at_once[len(at_once) // 2] / 1e6 if at_once else None,
            "p99_ms": at_once[int(len(at_once) * 0.99)] / 1e6 if at_once else None,
            "worst_ms": at_once[-1] / 1e6 if at_once else None,
        }


async def main():
    print(json.dumps(await Crowd(json.load(sys.stdin)).chat()))


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main())
