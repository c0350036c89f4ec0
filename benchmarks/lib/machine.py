"""Processes and what the kernel says about them."""

import subprocess
import time
from pathlib import Path


def cpu_seconds(pid):
    """Of all threads that the process has now, and of those that it had."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        total += int((thread / "schedstat").read_text().split()[0])
    return total / 1e9


def children(pid):
    found = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        pass
    return found


def family(pid):
    """The process and everything below it."""
    found = [pid]
    for child in children(pid):
        found += family(child)
    return found


def cpu_of(pids):
    total = 0.0
    for pid in pids:
        try:
            total += cpu_seconds(pid)
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def resident_megabytes(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory")


def wait_until(what, true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(0.005)


class Process:
    """A server that is ended with the block that uses it."""

    def __init__(self, command, output, log, **options):
        self.output = Path(output)
        with open(output, "wb") as out, open(log, "wb") as errors:
            self.process = subprocess.Popen(command, stdout=out, stderr=errors, **options)
        self.pid = self.process.pid
        self.log = Path(log)

    def check(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.process.args[0]} ended: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=60)
