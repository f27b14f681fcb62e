"""Propagation of LightGCN and its gradient by torch's CSR products; one JSON line in, one out."""
import json
import sys
import time

import numpy
import torch

state = {}


def load(folder, nodes, width):
    read = lambda name, kind: torch.from_numpy(numpy.fromfile(f"{folder}/{name}", dtype=kind))
    indptr, indices = read("indptr.i32", "int32").long(), read("indices.i32", "int32").long()
    state["a"] = torch.sparse_csr_tensor(indptr, indices, read("values.f32", "float32"), size=(nodes, nodes))
    state["x"] = read("x.f32", "float32").reshape(nodes, width)
    state["dy"] = read("dy.f32", "float32").reshape(nodes, width)


def propagate(x, layers):
    total, layer = x.clone(), x
    for _ in range(layers):
        layer = torch.sparse.mm(state["a"], layer)
        total += layer
    return total.div_(layers + 1)


for line in sys.stdin:
    request = json.loads(line)
    if "load" in request:
        load(*request["load"])
        print(json.dumps({}), flush=True)
        continue
    torch.set_num_threads(request["threads"])
    start = time.perf_counter()
    y = propagate(state["x"], request["layers"])
    dx = propagate(state["dy"], request["layers"])
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "check": [float(y[0, 0]), float(dx[-1, -1])]}), flush=True)
