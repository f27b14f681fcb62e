"""Times torch, scipy and PyG kernels on arrays that the caller wrote: one JSON request a line, one JSON answer a line.

{"load": {"csr": [FOLDER, rows, cols, width]}}   FOLDER holds indptr.i32, indices.i32, values.f32, x.f32
{"run": "torch-spmm" | "scipy-spmm" | "torch-matmul" | "torch-softmax" | "pyg-gat", "threads": N, ...}   -> {"ms": ...}
"""
import json
import os
import resource
import sys
import time
import warnings

import numpy as np
import torch

try:
    import torch_geometric.nn  # its memory belongs to the start
except ImportError:
    pass

warnings.filterwarnings("ignore")
state = {}


def load_csr(folder, rows, cols, width):
    import scipy.sparse as sparse

    read = lambda name, kind: np.fromfile(os.path.join(folder, name), kind)
    indptr, indices, values = read("indptr.i32", np.int32), read("indices.i32", np.int32), read("values.f32", np.float32)
    x = read("x.f32", np.float32).reshape(cols, width)
    state["scipy"] = sparse.csr_matrix((values, indices, indptr), shape=(rows, cols))
    state["torch"] = torch.sparse_csr_tensor(*map(torch.from_numpy, (indptr, indices, values)), size=(rows, cols))
    state["x"] = x
    state["xt"] = torch.from_numpy(x)


def matrices(n):
    if state.get("n") != n:
        generator = torch.Generator().manual_seed(1)
        state["n"], state["a"], state["b"] = n, torch.rand(n, n, generator=generator), torch.rand(n, n, generator=generator)


def gat(heads, width, rows, inputs, negative_slope=0.2):
    from torch_geometric.nn import GATConv

    torch.manual_seed(1)
    layer = GATConv(inputs, width, heads=heads, add_self_loops=False, bias=False, negative_slope=negative_slope)
    indptr = torch.from_numpy(np.fromfile(os.path.join(state["folder"], "indptr.i32"), np.int32).astype(np.int64))
    source = torch.from_numpy(np.fromfile(os.path.join(state["folder"], "indices.i32"), np.int32).astype(np.int64))
    target = torch.repeat_interleave(torch.arange(rows), indptr[1:] - indptr[:-1])
    x = torch.randn(rows, inputs, requires_grad=True)
    return layer, x, torch.stack([source, target])


def call(what):
    if what == "torch-spmm":
        return state["torch"] @ state["xt"]
    if what == "scipy-spmm":
        return state["scipy"] @ state["x"]
    if what == "torch-matmul":
        return state["a"] @ state["b"]
    if what == "torch-softmax":
        return torch.softmax(state["xt"], 1)
    if what == "pyg-gat":
        layer, x, edges = state["gat"]
        layer.zero_grad()
        x.grad = None
        result = layer(x, edges)
        result.backward(torch.ones_like(result))
        return result
    raise ValueError(what)


def run(request):
    what = request["run"]
    torch.set_num_threads(request.get("threads", 1))
    if what == "torch-matmul":
        matrices(request["n"])
    if what == "pyg-gat" and "gat" not in state:
        state["gat"] = gat(request["heads"], request["width"], request["rows"], request["inputs"])
    times = []
    for _ in range(request.get("repeat", 1)):
        start = time.perf_counter()
        result = call(what)
        times.append((time.perf_counter() - start) * 1e3)
    ms = sorted(times)[len(times) // 2]
    if request.get("check"):
        np.asarray(result.detach() if torch.is_tensor(result) else result, np.float32).tofile(request["check"])
    return {"ms": ms, "peakKiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


for line in sys.stdin:
    try:
        request = json.loads(line)
        if "load" in request:
            folder, rows, cols, width = request["load"]["csr"]
            state["folder"] = folder
            state.pop("gat", None)
            if width:
                load_csr(folder, rows, cols, width)
            answer = {"peakKiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
        else:
            answer = run(request)
    except Exception as error:  # the caller sees it
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
