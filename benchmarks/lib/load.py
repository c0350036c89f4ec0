"""Load by wrk and pgbench, and figures of several rounds."""

import json
import re
import statistics
import subprocess
from dataclasses import dataclass

from .installation import root

scripts = root / "benchmarks" / "load"


@dataclass
class Load:
    """What one round came to."""

    per_second: float
    requests: int
    p50: float = 0.0  # milliseconds
    p99: float = 0.0
    server_cpu: float = 0.0  # microseconds per request
    database_cpu: float = 0.0


def wrk(server, path, tokens, seconds, script="get.lua", clients=32, database_cpu=None):
    before = server.cpu(), database_cpu() if database_cpu else 0
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", scripts / script, f"http://127.0.0.1:{server.port}", "--",
         tokens, path],
        capture_output=True, text=True, check=True,
    )
    result = json.loads(done.stdout.strip().splitlines()[-1])
    if result["failed"] or not result["requests"]:
        raise RuntimeError(f"{script} {path}: {result}")
    count = result["requests"]
    return Load(
        count / result["seconds"], count, result["p50"], result["p99"],
        (server.cpu() - before[0]) * 1e6 / count,
        ((database_cpu() if database_cpu else 0) - before[1]) * 1e6 / count,
    )


def pgbench(installation, script, seconds, clients):
    done = subprocess.run(
        ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds), "-D",
         f"owners={installation.owners}", "-f", scripts / script, "-h", installation.sockets, "-U", "parley_app", "parley"],
        capture_output=True, text=True, check=False,
    )
    rate = re.search(r"^tps = ([\d.]+) \(without", done.stdout, re.M)
    if done.returncode != 0 or not rate:
        raise RuntimeError(f"pgbench {script}: {done.stderr[-2000:]}")
    transactions = int(re.search(r"transactions actually processed: (\d+)", done.stdout)[1])
    return Load(float(rate[1]), transactions)


def rounds(count, contestants):
    """{name: work} each once per round, the order turning, so that noise meets all alike."""
    results = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(count):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            results[name].append(contestants[name]())
    return results


def median(results, figure):
    return statistics.median(getattr(result, figure) for result in results)


def ratio(ours, theirs, figure):
    """Median over the rounds of ours to theirs in the same round."""
    return statistics.median(
        getattr(a, figure) / getattr(b, figure) for a, b in zip(ours, theirs, strict=True)
    )


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
