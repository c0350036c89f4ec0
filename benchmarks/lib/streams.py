"""Answers of a remote model: the time to the first token, many chats at once, and long conversations."""

import http.client
import json
import os
import statistics
import subprocess
import time

from . import machine
from .installation import password, root
from .load import percentile

programs = root / "benchmarks" / "streaming"
model = "claude-sonnet-5-5"
python = ["/usr/bin/python3", "-B"]
node = root / "e2e" / "node_modules" / ".bin" / "node"
pages = 50  # WebSockets that the chats share
loads = [(500, 20), (500, 30), (1000, 20), (1000, 30)]
ramp, streaming_time = 6, 14  # seconds until all have begun, and of each chat
long_conversation = 5_000


class Peer:
    """The Messages API; Parley asks it as its operator says."""

    def __init__(self):
        self.process = subprocess.Popen([*python, programs / "peer.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    @property
    def environment(self):
        return dict(os.environ, PARLEY_ANTHROPIC_BASE_URL=f"http://127.0.0.1:{self.port}",
                    PARLEY_ANTHROPIC_API_KEY="sk-ant-bench")

    def cpu(self):
        return machine.cpu_seconds(self.process.pid)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def run(program, wanted, watch=lambda: None):
    client = subprocess.Popen([*python, programs / program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    client.stdin.write(json.dumps(wanted))
    client.stdin.close()
    while client.poll() is None:
        watch()
        time.sleep(0.1)
    if client.returncode != 0:
        raise RuntimeError(f"{program} failed")
    return json.loads(client.stdout.read())


def opened_in_browser(installation, conversations, words):
    """Milliseconds from the address to the painted words, of each conversation."""
    wanted = {"url": f"http://127.0.0.1:{installation.port}", "conversations": conversations, "words": words, "rounds": 10,
              "account": {"email": "owner1@example.com", "password": password}}
    done = subprocess.run([node, programs / "opening.mjs"], input=json.dumps(wanted), capture_output=True, text=True,
                          timeout=300, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"opening.mjs: {done.stderr}")
    return json.loads(done.stdout)


def syncs(installation):
    count, milliseconds = installation.psql("select wal_sync, wal_sync_time from pg_stat_wal").split("|")
    return int(count), float(milliseconds)


def measure_first_token(report, installation, peer, token):
    """What Parley adds: on the way in the commit that makes the run durable, and everything else."""
    installation.psql("alter system set track_wal_io_timing = on")
    installation.psql("select pg_reload_conf()")
    before = syncs(installation)
    times = run("first_token.py", {"port": installation.port, "peer": peer.port, "token": token, "model": model, "rounds": 100})
    after = syncs(installation)
    sync = (after[1] - before[1]) / max(after[0] - before[0], 1)
    added = [through - direct for through, direct in zip(times["through"], times["direct"], strict=True)]
    beside = statistics.median(more - commit for more, commit in zip(added, times["commit"], strict=True))
    added, commit = statistics.median(added), statistics.median(times["commit"])
    report.keep("time to the first token", {
        "direct_p50_ms": percentile(times["direct"], 0.5), "through_p50_ms": percentile(times["through"], 0.5),
        "through_p99_ms": percentile(times["through"], 0.99), "added_p50_ms": added, "commit_p50_ms": commit,
        "beside_the_commit_p50_ms": beside, "mean_sync_of_a_commit_ms": sync, "syncs": after[0] - before[0],
    })
    report.add("first token: added to a direct stream, p50", added, "ms", "-")
    report.add("first token: of this the commit that makes the run durable, p50", commit, "ms", "-")
    report.add("first token: added to a direct stream, p50, beside the commit of the run", beside, "ms", "< 3 ms", most=3)
    print(f"  the sync of a commit takes {sync:.2f} ms on average", flush=True)


def measure_load(installation, peer, tokens, chats, rate):
    memory = {"most": 0.0}

    def watch():
        memory["most"] = max(memory["most"], machine.resident_megabytes(installation.server.pid))

    at_rest = machine.resident_megabytes(installation.server.pid)
    before = installation.cpu(), installation.postgres_cpu(), peer.cpu()
    result = run("clients.py", {
        "port": installation.port, "tokens": tokens, "chats": chats, "rate": rate, "count": rate * streaming_time,
        "model": model, "ramp": ramp,
    }, watch)
    after = installation.cpu(), installation.postgres_cpu(), peer.cpu()
    server, database, sender = (1e6 * (b - a) / result["events"] for a, b in zip(before, after, strict=True))
    return {
        **result, "chats": chats, "rate": rate, "server_cpu_us_per_event": server, "database_cpu_us_per_event": database,
        "peer_cpu_us_per_event": sender, "memory_kb_per_chat": 1024 * (memory["most"] - at_rest) / chats,
    }


def is_held(result):
    nothing_lost = result["lost"] == result["gaps"] == result["unfinished"] == 0
    return nothing_lost and result["measured"] > 0 and result["p99_ms"] < 250


def measure_crowd(report, installation, peer, scale):
    tokens = [installation.token(owner) for owner in range(1, pages + 1)]
    results = []
    for chats, rate in loads:
        results.append(measure_load(installation, peer, tokens, max(int(chats * scale), pages), rate))
        if not is_held(results[-1]):
            break
    report.keep("chats streaming at once", results)
    first = results[0]
    name = f"{first['chats']} chats at {first['rate']} events/s each"
    lost = first["lost"] + first["gaps"] + first["unfinished"]
    report.add(f"{name}: pieces lost, gaps, chats unfinished", lost, "", "0", most=1)
    report.add(f"{name}: lag of an event, p99", first["p99_ms"] or 1000 * streaming_time, "ms", "< 250 ms", most=250)
    for what, figure, unit in (("CPU of the server per event", "server_cpu_us_per_event", "us"),
                               ("CPU of the database per event", "database_cpu_us_per_event", "us"),
                               ("memory per chat", "memory_kb_per_chat", "KB")):
        report.add(f"{name}: {what}", first[figure], unit, "-")
    held = [each["chats"] * each["rate"] for each in results if is_held(each)]
    report.add("highest load held of those tried, events per second", max(held, default=0), "", "-")


def measure_long_conversation(report, installation, token, peer, scale):
    """Messages are as cheap to append at the end as at the beginning, and the whole opens at once."""
    client = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)

    question = "What can you do?"

    def say(conversation=None):
        body = {"message": question, "model": "builtin", **({"conversation_id": conversation} if conversation else {})}
        began = time.perf_counter()
        conversation = installation.request("POST", "/api/chat", token, body, connection=client)["conversation_id"]
        return conversation, (time.perf_counter() - began) * 1000

    messages = max(int(long_conversation * scale), 400)
    conversation, _ = say()
    for _ in range(messages // 2 - 1):
        say(conversation)
    short, _ = say()
    # In turns, so that both see the same moments of the machine.
    turns = [(say(short)[1], say(conversation)[1]) for _ in range(100)]
    near, far = (statistics.median(times) for times in zip(*turns, strict=True))
    opening = []
    for _ in range(20):
        began = time.perf_counter()
        installation.request("GET", f"/api/conversations/{conversation}", token, connection=client)
        installation.request("GET", f"/api/conversations/{conversation}/messages?limit=50", token, connection=client)
        opening.append((time.perf_counter() - began) * 1000)
    in_browser, short_in_browser = opened_in_browser(installation, [conversation, short], question)
    asked = run("first_token.py", {
        "port": installation.port, "peer": peer.port, "token": token, "model": model, "rounds": 10, "conversation": conversation})
    added = statistics.median(asked["through"]) - statistics.median(asked["direct"])
    installation.request("DELETE", f"/api/conversations/{conversation}", token, expect=204)
    report.keep(f"conversation of {messages:,} messages", {
        "messages_of_a_short_one_p50_ms": near, "last_messages_p50_ms": far, "open_p50_ms": percentile(opening, 0.5),
        "open_in_browser_p50_ms": percentile(in_browser, 0.5), "short_in_browser_p50_ms": percentile(short_in_browser, 0.5),
        "first_token_added_ms": added})
    report.add(f"message {messages:,} of a conversation against those of a short one, p50", 100 * (far / near - 1), "%", "< +20 %", most=20)
    report.add(f"conversation of {messages:,} messages: its first page answered in, p50", percentile(opening, 0.5), "ms", "-")
    report.add(f"conversation of {messages:,} messages: opened and painted in Chromium, p50", percentile(in_browser, 0.5), "ms",
               "< 1000 ms", most=1000)
    print(f"  a short one {percentile(short_in_browser, 0.5):.0f} ms", flush=True)
    report.add(f"conversation of {messages:,} messages: added to the first token of a remote model", added, "ms", "< 1000 ms", most=1000)


def measure(report, installation, scale):
    peer = Peer()
    try:
        installation.restart(environment=peer.environment)
        token = installation.token(1)
        measure_first_token(report, installation, peer, token)
        measure_crowd(report, installation, peer, scale)
        measure_long_conversation(report, installation, token, peer, scale)
    finally:
        peer.stop()
        installation.psql("truncate conversations cascade")
