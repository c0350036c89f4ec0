"""Measures Parley against what it would be built with instead, and against its own targets: see benchmarks/README.md."""

import argparse
import os
import statistics
import time

from lib import idle, load, plans, searches, streams
from lib.installation import Installation
from lib.peers import Peer, connections
from lib.report import Report

page = "/api/contacts?limit=50"


def figures(results):
    return {
        name: {
            "per_second": round(load.median(each, "per_second"), 1),
            "server_cpu_us": round(load.median(each, "server_cpu"), 1),
            "database_cpu_us": round(load.median(each, "database_cpu"), 1),
            "p50_ms": round(load.median(each, "p50"), 3),
            "p99_ms": round(load.median(each, "p99"), 3),
        }
        for name, each in results.items()
    }


def contest(report, installation, seconds, count):
    """The list and the insert, against the peers and pgbench."""
    tokens = installation.token_file(range(1, min(installation.owners, 20) + 1))
    peers = [Peer(name, installation) for name in ("FastAPI + asyncpg", "FastAPI + SQLAlchemy", "fastify + pg")]
    servers = {"Parley": installation, **{peer.name: peer for peer in peers}}
    try:
        lists = {
            name: lambda server=server: load.wrk(server, page, tokens, seconds, database_cpu=installation.postgres_cpu)
            for name, server in servers.items()
        }
        for work in lists.values():
            work()  # everybody's connections, caches and compilers are warm
        lists["pgbench"] = lambda: load.pgbench(installation, "page.pgbench", seconds, connections)
        results = load.rounds(count, lists)
        report.keep("list of 50 contacts", figures(results))
        parley = results["Parley"]
        for peer, least in (("FastAPI + asyncpg", 8), ("FastAPI + SQLAlchemy", 8), ("fastify + pg", 6)):
            times = 1 / load.ratio(parley, results[peer], "server_cpu")
            report.add(f"list of 50 contacts, requests per CPU second: against {peer}", times, "x", f">= {least} x", least=least)
        share = 100 * load.ratio(parley, results["pgbench"], "per_second")
        report.add("list of 50 contacts, requests per second: against pgbench", share, "%", ">= 50 %", least=50)

        inserts = {
            name: lambda server=server: load.wrk(
                server, "/api/contacts", tokens, seconds, "post.lua", database_cpu=installation.postgres_cpu)
            for name, server in servers.items() if name != "FastAPI + SQLAlchemy"
        }
        for work in inserts.values():
            work()
        inserts["pgbench"] = lambda: load.pgbench(installation, "insert.pgbench", seconds, connections)
        results = load.rounds(count, inserts)
        report.keep("insert of a contact with its change", figures(results))
        share = 100 * load.ratio(results["Parley"], results["pgbench"], "per_second")
        report.add("insert of a contact with its change: against pgbench", share, "%", ">= 60 %", least=60)
    finally:
        for peer in peers:
            peer.stop()
        installation.psql("delete from contacts where name like 'Bench Person %'; truncate changes")
        installation.psql("vacuum (analyze) contacts")


def cursor_behind(installation, token, pages):
    """The cursor behind so many pages of 50."""
    path, cursor, left = "/api/contacts", None, pages * 50
    while left > 0:
        step = min(left, 200)
        answer = installation.request("GET", f"{path}?limit={step}" + (f"&cursor={cursor}" if cursor else ""), token)
        cursor = answer["next_cursor"]
        left -= step
    return cursor


def paging(report, large, small, seconds):
    """Far pages and large tables cost what near pages and small ones do."""
    pages = large.whale // 50
    requests = {}
    for installation in (large, small):
        token = installation.token(1)
        tokens = installation.folder / "token"
        tokens.write_text(token + "\n")
        requests[installation] = tokens, token
    far = f"{page}&cursor={cursor_behind(large, requests[large][1], pages - 1)}"
    sides = {"page 1": (large, page), f"page {pages}": (large, far), "small table": (small, page)}

    def measure(name):
        installation, path = sides[name]
        return load.wrk(installation, path, requests[installation][0], seconds, clients=1, database_cpu=installation.postgres_cpu)

    work = {name: lambda name=name: measure(name) for name in sides}
    for each in work.values():
        each()
    results = load.rounds(9, work)
    for each in results.values():
        for result in each:
            result.all_cpu = result.server_cpu + result.database_cpu
    report.keep("pages", figures(results))

    buffers = {}
    for installation in (large, small):
        with plans.Plans(installation) as logged:
            for name, (where, path) in sides.items():
                if where is installation:
                    token = requests[installation][1]
                    ask = lambda path=path, token=token: installation.request("GET", path, token)  # noqa: E731, B023
                    ask()
                    buffers[name] = statistics.median(logged.buffers(ask) for _ in range(3))
    report.keep("buffers of a page", buffers)
    for what, other, one in (
        (f"page {pages} against page 1", f"page {pages}", "page 1"),
        (f"{large.rows:,} rows against {small.rows:,}", "page 1", "small table"),
    ):
        more = 100 * (buffers[other] / buffers[one] - 1)
        report.add(f"{what}: buffers", more, "%", "+-10 %", least=-10, most=10)
        more = 100 * (load.ratio(results[other], results[one], "all_cpu") - 1)
        report.add(f"{what}: CPU per request, server and database", more, "%", "< +20 %", most=20)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["contest", "paging", "search", "idle", "streams"], action="append")
    parser.add_argument("--seconds", type=int, default=3, help="of each round against the peers")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    wanted = chosen.only or ["contest", "paging", "search", "idle", "streams"]
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    report = Report(scale)

    middle = Installation("list", rows=max(int(100_000 * scale), 6_000), owners=100)
    large = Installation("search", rows=max(int(1_000_000 * scale), 20_000), owners=1_000,
                         whale=max(int(50_000 * scale), 1_000), shared_buffers="1GB")
    small = Installation("small", rows=1_000, owners=19)
    used = {"contest": [middle], "paging": [large, small], "search": [large], "idle": [middle], "streams": [middle]}
    needed = [each for each in (middle, large, small) if any(each in used[name] for name in wanted)]
    try:
        for installation in needed:
            took = installation.seed()
            print(f"{installation.rows:,} contacts of {installation.owners:,} owners"
                  + (f", made in {took:.0f} s" if took else ", from an earlier run"), flush=True)
        began = time.monotonic()
        for name in wanted:
            for installation in used[name]:
                if not installation.server:
                    installation.start()
            if name == "contest":
                contest(report, middle, chosen.seconds, chosen.rounds)
            elif name == "paging":
                paging(report, large, small, 1)
            elif name == "search":
                searches.measure(report, large)
            elif name == "idle":
                idle.measure(report, middle)
            else:
                streams.measure(report, middle, scale)
            for installation in used[name]:
                installation.stop()
        print(f"measured for {time.monotonic() - began:.0f} s", flush=True)
    finally:
        for installation in needed:
            installation.stop()
        report.write()


main()
