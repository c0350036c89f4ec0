"""How long a search takes in the server, for the largest owner and for others."""

import http.client
import random
import urllib.parse

from . import machine
from .load import percentile

rounds = 5
searches_per_round = 100


def words_of(contacts):
    return [word for contact in contacts for word in (contact["name"] + " " + contact["organization"]).lower().split()]


def prefixes(words, chance):
    """Beginnings of words as they are typed: two letters and more, names and common words, some that nobody has."""
    while True:
        kind = chance.random()
        if kind < 0.1:
            yield chance.choice(["xy", "qu", "xavier", "zzy"])
        elif kind < 0.2:
            yield chance.choice(["manager", "analyst", "sales", "group", "trading", "example", "head"])
        else:
            word = chance.choice(words)
            yield word[: chance.randint(2, len(word))]


def insides(words, chance):
    """Pieces of words, three letters and more, that do not begin them; now and then two at once."""
    while True:
        kind = chance.random()
        if kind < 0.1:
            yield chance.choice(["xyz", "quux", "yyz"])
            continue
        if kind < 0.2:
            yield chance.choice(["anage", "nalys", "ales", "roup", "rading", "xampl", "ead"])
            continue
        pieces = []
        for _ in range(2 if kind > 0.8 else 1):
            word = chance.choice([word for word in chance.sample(words, 20) if len(word) >= 5] or ["manager"])
            begin = chance.randint(1, len(word) - 4)
            pieces.append(word[begin : begin + chance.randint(3, len(word) - begin)])
        yield " ".join(pieces)


def nothing(*_):
    """A page without a search: what the machine's noise makes of the simplest request."""
    while True:
        yield ""


def ask(installation, token, texts):
    """(text, milliseconds in the server) of each search, one after the other."""
    skipped = len(installation.request_log())
    client = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
    for text in texts:
        search = f"?search={urllib.parse.quote(text)}" if text else ""
        installation.request("GET", f"/api/contacts{search}", token, connection=client)
    machine.wait_until("the log is written", lambda: len(installation.request_log(skipped)) >= len(texts))
    return [(text, taken) for text, (_, taken) in zip(texts, installation.request_log(skipped), strict=True)]


def measure(report, installation):
    installation.restart(log_level="info")
    chance = random.Random(7)
    owners = {"largest": [1], "others": chance.sample(range(2, installation.owners + 1), 10)}
    installation.psql("create extension if not exists pg_prewarm")
    installation.psql("select sum(pg_prewarm(oid)) from pg_class where relname like 'contacts%' and relkind in ('r', 'i')")
    kinds = {"word prefix": (prefixes, 5), "inside words": (insides, 15), "no search": (nothing, None)}
    tokens = {owner: installation.token(owner) for group in owners.values() for owner in group}
    words = {
        owner: words_of(installation.request("GET", "/api/contacts?limit=200", token)["items"])
        for owner, token in tokens.items()
    }
    asked = 2 * len(tokens)  # a sign-in and a page each
    machine.wait_until("the log is written", lambda: len(installation.request_log()) >= asked)
    taken = {(kind, group): [] for kind in kinds for group in owners}
    for number in range(rounds + 1):
        for (kind, group), results in taken.items():
            made = []
            for owner in owners[group]:
                texts = kinds[kind][0](words[owner], chance)
                count = searches_per_round // len(owners[group])
                made += ask(installation, tokens[owner], [next(texts) for _ in range(count)])
            if number > 0:  # the first fills the caches
                results.append(made)

    figures = {}
    for (kind, group), results in taken.items():
        times = [[each for _, each in made] for made in results]
        slowest = sorted((each for made in results for each in made), key=lambda pair: -pair[1])[:15]
        figures[f"{kind}, {group}"] = {
            "p50_ms": round(sorted(percentile(each, 0.5) for each in times)[len(times) // 2], 3),
            "p99_ms": round(sorted(percentile(each, 0.99) for each in times)[len(times) // 2], 3),
            "slowest": slowest,
        }
    report.keep("search", figures)
    for kind, (_, most) in kinds.items():
        if most is None:
            continue
        for group in owners:
            name = f"search by {kind}, {'largest owner' if group == 'largest' else 'other owners'}: p99 in the server"
            report.add(name, figures[f"{kind}, {group}"]["p99_ms"], "ms", f"< {most} ms", most=most)
    installation.restart()
