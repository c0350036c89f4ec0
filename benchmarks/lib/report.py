"""Rows of the table: a figure, what it should be, whether it is."""

import json
import platform
from datetime import datetime, timezone

from .installation import root


class Report:
    def __init__(self, scale):
        self.rows = []
        self.details = {}
        self.scale = scale

    def add(self, what, value, unit, target, least=None, most=None):
        met = (least is None or value >= least) and (most is None or value < most)
        self.rows.append({"what": what, "value": round(value, 3), "unit": unit, "target": target, "met": met})
        print(self.line(self.rows[-1]), flush=True)

    def keep(self, name, figures):
        """Everything behind a row, for the file alone."""
        self.details[name] = figures

    @staticmethod
    def line(row):
        value = f"{row['value']:.4g} {row['unit']}".strip()
        verdict = "" if row["target"] == "-" else "met" if row["met"] else "MISSED"
        return f"{row['what']:<74} {value:>12}   {row['target']:<9} {verdict}".rstrip()

    def write(self):
        file = root / "benchmarks" / "results.json"
        with open("/proc/cpuinfo", encoding="utf8") as cpus:
            models = [line.split(":")[1].strip() for line in cpus if line.startswith("model name")]
        file.write_text(json.dumps({
            "at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "machine": {"cpus": len(models), "model": models[0] if models else "", "kernel": platform.release()},
            "scale": self.scale,
            "rows": self.rows,
            "details": self.details,
        }, indent=1) + "\n")
        print(f"\n{'what':<74} {'measured':>12}   target")
        for row in self.rows:
            print(self.line(row))
