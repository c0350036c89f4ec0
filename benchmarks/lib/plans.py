"""Buffers of the very statements that a request ran, from PostgreSQL's log of plans."""

import json
import re
import time


class Plans:
    """Makes new connections of the app's role log their plans; the server must be started inside."""

    settings = {
        "session_preload_libraries": "auto_explain",
        "auto_explain.log_min_duration": "0",
        "auto_explain.log_analyze": "on",
        "auto_explain.log_buffers": "on",
        "auto_explain.log_timing": "off",
        "auto_explain.log_format": "json",
    }

    def __init__(self, installation):
        self.installation = installation

    def __enter__(self):
        for name, value in self.settings.items():
            self.installation.psql(f"alter role parley_app set {name} = '{value}'")
        self.installation.restart()
        return self

    def __exit__(self, *failure):
        for name in self.settings:
            self.installation.psql(f"alter role parley_app reset {name}")
        self.installation.restart()

    def buffers(self, request, table="contacts"):
        """Of the statements on the table that the request runs: shared buffers hit and read."""
        logs = self.installation.folder / "data" / "postgres" / "data" / "log"
        before = {file: file.stat().st_size for file in logs.iterdir()}
        request()
        for _ in range(100):
            text = "".join(file.read_text(errors="replace")[before.get(file, 0):] for file in logs.iterdir())
            plans = self.plans_in(text, table)
            if plans:
                return sum(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] for plan in plans)
            time.sleep(0.02)
        raise RuntimeError("no plan was logged")

    @staticmethod
    def plans_in(text, table):
        found = []
        for entry in re.findall(r"plan:\n(\t?\{.*?\n\t?\})", text, re.S):
            plan = json.loads(entry.replace("\n\t", "\n"))
            if f"from {table}" in plan.get("Query Text", ""):
                found.append(plan)
        return found
