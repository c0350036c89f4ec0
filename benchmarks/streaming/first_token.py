"""The time to the first piece of an answer, straight from the peer and through Parley in turns, and in it the commit of the run:
reads {port, peer, token, model, rounds, conversation} as JSON, prints the lists in milliseconds."""

import asyncio
import json
import re
import sys
import time

import uvloop

from clients import opened

text = "bench-stream:3:100"
# About what Parley sends: its instructions and tools.
padding = "x" * 40_000


class Direct:
    async def open(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(self):
        body = json.dumps({"system": padding, "messages": [{"role": "user", "content": text}]}).encode()
        began = time.perf_counter()
        self.writer.write(b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await self.reader.readuntil(b"content_block_delta")
        taken = time.perf_counter() - began
        await self.reader.readuntil(b"\r\n0\r\n\r\n")
        return taken


class Through:
    async def open(self, wanted):
        self.wanted, self.conversation, self.first, self.ended = wanted, wanted.get("conversation"), None, None
        self.page = await opened(wanted["port"], wanted["token"], self.event)

    def event(self, message):
        if message["type"] == "error":
            raise RuntimeError(message)
        self.conversation = message["conversation_id"]
        if message["type"] == "text.delta" and not self.first.done():
            self.first.set_result(time.perf_counter())
        elif message["type"] == "run.finished":
            if message["data"]["status"] != "completed":
                raise RuntimeError(message)
            self.ended.set_result(None)

    async def ask(self):
        loop = asyncio.get_running_loop()
        self.first, self.ended = loop.create_future(), loop.create_future()
        more = {"conversation_id": self.conversation} if self.conversation else {}
        began = time.perf_counter()
        self.page.say(type="run.start", message=text, model=self.wanted["model"], client_id="first", **more)
        taken = await self.first - began
        await self.ended
        return taken


class Commits:
    """What Parley itself says of the commits that runs waited for."""

    figures = [re.compile(rb"^parley_run_%s_total (\S+)" % name, re.M) for name in (b"commits", b"commit_seconds")]

    async def open(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.count, self.seconds = await self.read()

    async def read(self):
        self.writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        head = await self.reader.readuntil(b"\r\n\r\n")
        body = await self.reader.readexactly(int(re.search(rb"content-length: *(\d+)", head.lower())[1]))
        return [float(figure.search(body)[1]) for figure in self.figures]

    async def last(self):
        count, seconds = await self.read()
        if count != self.count + 1:
            raise RuntimeError(f"{count - self.count} commits of one run")
        taken = seconds - self.seconds
        self.count, self.seconds = count, seconds
        return taken


async def main():
    wanted = json.load(sys.stdin)
    direct, through, commits = Direct(), Through(), Commits()
    await direct.open(wanted["peer"])
    await through.open(wanted)
    await commits.open(wanted["port"])
    times = {"direct": [], "through": [], "commit": []}
    for number in range(wanted["rounds"] + 3):
        round_ = {"direct": await direct.ask(), "through": await through.ask(), "commit": await commits.last()}
        if number >= 3:  # everybody's connections are open
            for name, taken in round_.items():
                times[name].append(taken * 1000)
    print(json.dumps({**times, "conversation": through.conversation}))


uvloop.install()
asyncio.run(main())
