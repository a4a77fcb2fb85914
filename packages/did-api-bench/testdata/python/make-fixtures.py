"""Makes rules.json: the rules of the DID API computed with Python's own hashlib, json and math, apart from the server's code.

    python3 make-fixtures.py > rules.json

The rules are those of the original (a FastAPI service): commitment, DID and id hash. Helpers are this server's own design
(salt, tag and sketch), written here a second time from its description.
"""

import base64
import hashlib
import hmac
import json
import math
import random
import struct

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
GRID = 0.05
BINS = 32
ITERATIONS = 10


def base58(data):
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def commitment_of(wallet, fingers):
    material = wallet.encode()
    for finger in fingers:
        material += finger["finger_id"].encode()
        floats = [[float(value) for value in point] for point in finger["minutiae"]]
        material += json.dumps(floats, separators=(",", ":"), sort_keys=True).encode()
    return hashlib.sha256(material).digest()


def did_of(commitment, network):
    digest = hashlib.blake2b(commitment, digest_size=32).digest()
    return f"did:cardano:{'mainnet' if network == 'mainnet' else 'testnet'}:{base58(digest)}"


def id_hash_of(helpers):
    digest = hashlib.blake2b(digest_size=32)
    for finger_id in sorted(helpers):
        digest.update(finger_id.encode())
        digest.update(helpers[finger_id]["salt_b64"].encode())
        digest.update(helpers[finger_id]["auth_b64"].encode())
    return b64(digest.digest())


def helper_of(finger, salt):
    cells, sketch = b"", b""
    for x, y, angle in finger["minutiae"]:
        scaled = [x / GRID, y / GRID, (math.fmod(angle, 360) + (360 if math.fmod(angle, 360) < 0 else 0)) / 360 * BINS]
        floors = [math.floor(value) for value in scaled]
        cells += struct.pack("<iiB", floors[0], floors[1], floors[2] % BINS)
        sketch += bytes(min(255, math.floor((value - floor) * 256)) for value, floor in zip(scaled, floors))
    key = hashlib.pbkdf2_hmac("sha256", cells, salt, ITERATIONS, 32)
    tag = hmac.new(key, finger["finger_id"].encode() + b"\0" + sketch, hashlib.sha256).digest()
    return {"finger_id": finger["finger_id"], "salt_b64": b64(salt), "auth_b64": b64(tag + sketch), "grid_size": GRID, "angle_bins": BINS}


def case(name, wallet, network, fingers, generator):
    salts = [generator.randbytes(16) for _ in fingers]
    helpers = {f["finger_id"]: helper_of(f, salt) for f, salt in zip(fingers, salts)}
    commitment = commitment_of(wallet, fingers)
    return {
        "name": name,
        "wallet": wallet,
        "network": network,
        "fingers": fingers,
        "salts": [salt.hex() for salt in salts],
        "commitment": commitment.hex(),
        "did": did_of(commitment, network),
        "helpers": helpers,
        "idHash": id_hash_of(helpers),
    }


def finger(finger_id, generator, count, scale):
    point = lambda: [generator.random() * scale, generator.random() * scale, generator.random() * 360]
    return {"finger_id": finger_id, "minutiae": [point() for _ in range(count)]}


FINGERS = ["left_thumb", "left_index", "right_thumb", "right_index"]


def main():
    generator = random.Random(20261121)
    cases = [
        case("four fingers", "addr_test1qz", "testnet", [finger(f, generator, 10 + i, 1) for i, f in enumerate(FINGERS)], generator),
        case("mainnet", "addr1qx8z3", "mainnet", [finger("left_thumb", generator, 15, 500)], generator),
        case("preprod", "addr_test1", "preprod", [finger(f, generator, 12, 1) for f in FINGERS[:2]], generator),
        case("whole numbers", "addr_test1", "testnet", [{"finger_id": "left_thumb", "minutiae": [[100, 200, 45], [0, -3, 360]]}], generator),
        case("exponents", "w", "testnet", [{"finger_id": "t", "minutiae": [[1e-7, 0.0001, 1e-05], [-2.5e-12, 123456.75, -90.5]]}], generator),
        case("beyond ASCII", "адрес", "testnet", [{"finger_id": "палец-🖐", "minutiae": [[0.5, 0.25, 10]]}, {"finger_id": "palec-ﬁ", "minutiae": [[0.1, 0.2, 0.3]]}], generator),
    ]
    floats = [0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 1e-4, 9.9e-5, 1e-5, 1e-7, 5e-324, 1e15, 1e16, 1.5e16, 123456789012345680.0, 1e21, 1e22, 1.7976931348623157e308, -2.5e-12]
    floats += [generator.uniform(-1, 1) * 10 ** generator.randint(-20, 25) for _ in range(200)]
    hashed = [{"wallet": w, "hash": h, "did": did_of(hashlib.sha256((w + h).encode()).digest(), "testnet")} for w, h in [("addr_test1", "hash123"), ("addr_test1qqz", "abcd1234...")]]
    print(json.dumps({"iterations": ITERATIONS, "cases": cases, "hashed": hashed, "floats": [[struct.pack(">d", f).hex(), repr(f)] for f in floats]}, indent=1, ensure_ascii=False))


main()
