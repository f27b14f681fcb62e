"""ALS and batch lists of the package implicit, one answer for each line: {"open": folder, ...}, {"iterate": n}, {"recommend": k}."""
import json
import sys
import time
from os.path import join

import numpy as np
from implicit.als import AlternatingLeastSquares
from scipy.sparse import csr_matrix

matrix = settings = None


def open_matrix(request):
    global matrix, settings
    folder = request["open"]
    read = lambda name, kind: np.fromfile(join(folder, name), kind)
    entries = read("values.f32", np.float32), read("indices.i32", np.int32), read("indptr.i32", np.int32)
    matrix = csr_matrix(entries, shape=(request["users"], request["items"]))
    settings = request
    return {}


def model(iterations):
    return AlternatingLeastSquares(
        factors=settings["factors"], alpha=settings["alpha"], regularization=settings["regularization"],
        iterations=iterations, num_threads=settings["threads"], random_state=1)


def iterate(count):
    # The transpose and the start of a fit are not the iterations': they are in both of these.
    times = []
    for iterations in (1, 1 + count):
        fitted = model(iterations)
        begin = time.perf_counter()
        fitted.fit(matrix, show_progress=False)
        times.append(time.perf_counter() - begin)
    return {"ms": 1000 * (times[1] - times[0]) / count}


def recommend(k):
    width = settings["factors"]
    fitted = model(1)
    fitted.user_factors = np.fromfile(join(settings["open"], "users.f32"), np.float32).reshape(-1, width)
    fitted.item_factors = np.fromfile(join(settings["open"], "items.f32"), np.float32).reshape(-1, width)
    begin = time.perf_counter()
    fitted.recommend(np.arange(matrix.shape[0]), matrix, N=k)
    return {"ms": 1000 * (time.perf_counter() - begin)}


for line in sys.stdin:
    request = json.loads(line)
    try:
        if "open" in request:
            answer = open_matrix(request)
        else:
            answer = iterate(request["iterate"]) if "iterate" in request else recommend(request["recommend"])
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
