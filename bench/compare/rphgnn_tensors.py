"""The peer's pre-computation with the embeddings and sign matrices of a file instead of its own draws, in float32.

python rphgnn_tensors.py PEERS DATA EXCHANGE THREADS

PEERS holds torch_rphgnn.py and hgb.py; DATA is a folder like hgb-acm; EXCHANGE holds meta.json, embedding-T.f32 and
signs.i8 and receives group-G.f32. Every product is the peer's own.
"""
import json
import os
import sys

import numpy as np
import torch

peers, folder, exchange, threads = sys.argv[1:5]
sys.path.insert(0, peers)
import hgb  # noqa: E402
import torch_rphgnn as peer  # noqa: E402


class Embedding:
    def __init__(self, values):
        self.values = values

    def toarray(self):
        return self.values


torch.set_num_threads(int(threads))
with open(os.path.join(exchange, "meta.json"), encoding="utf-8") as file:
    meta = json.load(file)
data = hgb.load(folder)
for t, width in meta["embeddings"].items():
    values = np.fromfile(os.path.join(exchange, f"embedding-{t}.f32"), np.float32).reshape(-1, width)
    data.features[int(t)] = Embedding(values)

signs = open(os.path.join(exchange, "signs.i8"), "rb")


def drawn(rows, columns, _):
    values = np.frombuffer(signs.read(rows * columns), np.int8)
    return torch.from_numpy(values.reshape(rows, columns).astype(np.float32))


peer.achlioptas = drawn
torch.Tensor.half = torch.Tensor.float
setting = {**peer.SETTINGS[data.name], "k": meta["hops"]}
groups = peer.precompute(data, setting, None)
if signs.read(1):
    raise SystemExit("Not every sign matrix was asked for: the relations differ.")
for g, group in enumerate(groups):
    group.numpy().tofile(os.path.join(exchange, f"group-{g}.f32"))
print(json.dumps([list(group.shape) for group in groups]))
