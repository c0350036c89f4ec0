"""A Messages API that streams as it is told: `bench-stream:COUNT:RATE` in the last message asks for so many pieces of text, so
many a second, each of which is the monotonic time of its writing in nanoseconds; anything else is answered with one. Prints its
port; ends with its input."""

import asyncio
import json
import re
import sys
import time

import uvloop

thinking_time = 0.1  # seconds until the first piece: no model answers at once
order = re.compile(rb"bench-stream:(\d+):(\d+)")
yes, no = {"supported": True}, {"supported": False}
model = {
    "type": "model", "id": "claude-sonnet-5-5", "display_name": "Claude Sonnet 5.5", "line": "sonnet", "lifecycle": "active",
    "created_at": "2026-09-01T00:00:00Z", "deprecated_at": None, "retires_at": None,
    "max_input_tokens": 1_000_000, "max_tokens": 128_000,
    "capabilities": {
        "thinking": {"supported": True, "types": {"adaptive": yes, "between_tools": yes, "disabled": yes, "enabled": no}},
        "effort": {"supported": True, "low": yes, "medium": yes, "high": yes, "max": yes, "xhigh": yes},
    },
}
models = json.dumps({"data": [model], "has_more": False, "first_id": model["id"], "last_id": model["id"]}).encode()


def chunk(event, **data):
    body = f"event: {event}\ndata: {json.dumps({'type': event, **data})}\n\n".encode()
    return b"%x\r\n%s\r\n" % (len(body), body)


usage = {"input_tokens": 25, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 1}
head = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nRequest-Id: req_bench\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
    + chunk("message_start", message={
        "id": "msg_bench", "type": "message", "role": "assistant", "model": model["id"], "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": usage})
    + chunk("content_block_start", index=0, content_block={"type": "text", "text": ""})
)
tail = (
    chunk("content_block_stop", index=0)
    + chunk("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage={"output_tokens": 9})
    + chunk("message_stop") + b"0\r\n\r\n"
)
# The clock has as many digits for years, so the length of a piece is known.
piece = (b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
         b'"delta":{"type":"text_delta","text":"%020d "}}\n\n')
piece = b"%x\r\n" % len(piece % 0) + piece + b"\r\n"


class Exchange(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buffer, self.promised = transport, bytearray(), False

    def connection_lost(self, _):
        self.transport = None

    def data_received(self, data):
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        header = bytes(self.buffer[:end]).lower()
        length = re.search(rb"content-length: *(\d+)", header)
        size = int(length[1]) if length else 0
        if b"expect: 100-continue" in header and not self.promised:
            self.promised = True
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if len(self.buffer) < end + 4 + size:
            return
        body = bytes(self.buffer[end + 4:end + 4 + size])
        del self.buffer[:end + 4 + size]
        self.promised = False
        if header.startswith(b"get"):
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                 % (len(models), models))
        else:
            self.answer(body)

    def answer(self, body):
        orders = order.findall(body)
        count, rate = map(int, orders[-1]) if orders else (1, 100)
        self.left, self.interval = count, 1 / rate
        self.due = loop.time() + thinking_time
        self.transport.write(head)
        loop.call_at(self.due, self.tell)

    def tell(self):
        if self.transport is None:
            return
        if self.left == 0:
            self.transport.write(tail)
            return
        self.transport.write(piece % time.monotonic_ns())
        self.left -= 1
        self.due += self.interval
        loop.call_at(self.due, self.tell)


async def main():
    server = await loop.create_server(Exchange, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = loop.create_future()
    loop.add_reader(sys.stdin, lambda: sys.stdin.buffer.read1() or ended.done() or ended.set_result(None))
    await ended


loop = uvloop.new_event_loop()
loop.run_until_complete(main())
