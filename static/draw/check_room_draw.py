"""Do a city's draw of rooms again from its published file: python check_room_draw.py FILE"""

import hashlib
import hmac
import json
import sys
from datetime import datetime, timedelta

with open(sys.argv[1], encoding="utf-8") as file:
    draw = json.load(file)
lines = [f"{name} {draw[name]}" for name in ["format", "month", "draw", "closed", "source"]]
lines.append(f"commitment {draw['commitment']}")
for one in draw["lists"]:
    lines.append(f"list {one['receipt']} {one['most']}")
    for wish in one["wishes"]:
        lines.append("wish {rank} {room} {from} {until} {gap}".format(**wish))
secret = bytes.fromhex(draw["secret"])
assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == draw["list_hash"], "list"
assert hashlib.sha256(secret).hexdigest() == draw["commitment"], "secret"
seed = hmac.digest(secret, f"{draw['list_hash']} {draw['value']}".encode(), "sha256")
assert seed.hex() == draw["seed"], "seed"


def lot(one):
    return hmac.digest(seed, one["receipt"].encode(), "sha256")


def times(wish):
    ends = datetime.fromisoformat(wish["until"]) + timedelta(minutes=wish["gap"])
    return datetime.fromisoformat(wish["from"]), ends


turns = sorted(draw["lists"], key=lot)
for one in turns:  # what could no longer be granted stays as the file says
    impossible = ("closed", "in_use", "ended")
    one["left"] = [wish for wish in one["wishes"] if wish["outcome"] not in impossible]
held = []
while turns:
    for one in turns:
        while one["left"] and one["most"]:
            wish = one["left"].pop(0)
            begins, ends = times(wish)
            taken = any(wish["room"] == r and begins < e and b < ends for r, b, e in held)
            wish["drawn"] = "taken" if taken else "won"
            if not taken:
                held.append((wish["room"], begins, ends))
                one["most"] -= 1
                break
        if not one["most"]:
            for wish in one["left"]:
                wish["drawn"] = "limit"
            one["left"] = []
    turns = [one for one in reversed(turns) if one["left"]]
for one in draw["lists"]:
    for wish in one["wishes"]:
        assert wish.get("drawn", wish["outcome"]) == wish["outcome"], (one["receipt"], wish)
print("OK", draw["list_hash"])
