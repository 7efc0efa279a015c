"""Do a city's draw again from its published file: python check_draw.py FILE"""

import hashlib
import hmac
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    draw = json.load(file)
head = ["format", "course", "draw", "closed", "seats", "source", "commitment"]
lines = [f"{name} {draw[name]}" for name in head]
lines += [f"{entry['receipt']} {entry['size']} {entry['tier']}" for entry in draw["entries"]]
secret = bytes.fromhex(draw["secret"])
assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == draw["list_hash"], "list"
assert hashlib.sha256(secret).hexdigest() == draw["commitment"], "secret"
seed = hmac.digest(secret, f"{draw['list_hash']} {draw['value']}".encode(), "sha256")
assert seed.hex() == draw["seed"], "seed"


def lot(entry):
    return entry["tier"], hmac.digest(seed, entry["receipt"].encode(), "sha256")


left = draw["seats"]
for rank, entry in enumerate(sorted(draw["entries"], key=lot), start=1):
    selected = entry["size"] <= left
    left -= entry["size"] if selected else 0
    assert (entry["rank"], entry["selected"]) == (rank, selected), entry["receipt"]
print("OK", draw["list_hash"])
