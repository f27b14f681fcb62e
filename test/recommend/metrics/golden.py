"""Writes golden.json: figures of lists by scikit-learn 1.9.1 and implicit 0.7.3, of inputs that follow from the seed.

Run: python golden.py > golden.json"""

import json

import numpy as np
from implicit.evaluation import ranking_metrics_at_k
from scipy.sparse import csr_matrix
from sklearn.metrics import average_precision_score, ndcg_score, roc_auc_score

rng = np.random.default_rng(16)


def graded(items, grades):
    scores = rng.permutation(items).astype(float)  # no ties
    gains = rng.integers(0, grades, items) * (rng.random(items) < 0.4)
    if gains.sum() == 0:
        gains[int(rng.integers(items))] = 1
    relevant = np.flatnonzero(gains)
    return {
        "list": np.argsort(-scores).tolist(),
        "relevant": relevant.tolist(),
        "gains": gains[relevant].tolist(),
        "ndcg": {str(k): ndcg_score([gains], [scores], k=k) for k in (1, 3, 5, 10, items)},
        "averagePrecision": average_precision_score(gains > 0, scores),
        "auc": roc_auc_score(gains > 0, scores),
    }


class Lists:
    """A model that gives the lists it is made of."""

    def __init__(self, lists):
        self.lists = lists

    def recommend(self, users, user_items, N=10):
        return self.lists[users, :N], None


def several_users(users, items, k):
    lists = np.stack([rng.permutation(items)[:k] for _ in range(users)]).astype(np.int32)
    test = csr_matrix((rng.random((users, items)) < 0.2).astype(np.float32))
    train = csr_matrix((users, items), dtype=np.float32)
    figures = ranking_metrics_at_k(Lists(lists), train, test, K=k, show_progress=False)
    relevant = [test[user].indices.tolist() for user in range(users)]
    return {"k": k, "numItems": items, "lists": lists.tolist(), "relevant": relevant, "figures": figures}


cases = [graded(items, grades) for items, grades in [(8, 2), (30, 2), (30, 5), (100, 4)]]
batches = [several_users(*shape) for shape in [(6, 20, 5), (12, 9, 9), (5, 40, 10)]]
lines = ",\n  ".join(json.dumps(case) for case in cases)
more = ",\n  ".join(json.dumps(batch) for batch in batches)
print(f'{{\n "scikit-learn": [\n  {lines}\n ],\n "implicit": [\n  {more}\n ]\n}}')
