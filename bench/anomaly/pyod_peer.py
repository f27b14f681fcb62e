"""Detectors of PyOD with their defaults, a line of JSON for each: {"open": folder, ...}, {"detector": ..., "coding": ...}.

Codes are of all rows of a set, so that no value of a row that is scored is new to a coding; `ordinal`: the codes as they are, in the order of the
values; `frequency`: -log of the share of rows learned from, one row added to each value; `one-hot`: a column a value. Detectors that compare
with rows one by one learn from the first `neighbour_rows` rows. PCA keeps 99 % of the variance: with all components it divides by 0 where one
column follows from others. A detector that gives scores that are no numbers has failed, with their count.
"""
import json
import sys
import time
import warnings
from importlib import import_module
from os.path import join

import numpy as np

warnings.filterwarnings('ignore')
DETECTORS = {
    'ECOD': ('ecod', {}), 'COPOD': ('copod', {}), 'HBOS': ('hbos', {}), 'IForest': ('iforest', {'random_state': True}),
    'PCA': ('pca', {'n_components': 0.99, 'random_state': True}), 'LODA': ('loda', {}), 'CBLOF': ('cblof', {'random_state': True}),
    'MCD': ('mcd', {'random_state': True}), 'GMM': ('gmm', {'random_state': True}), 'INNE': ('inne', {'random_state': True}),
    'KNN': ('knn', {}), 'LOF': ('lof', {}), 'OCSVM': ('ocsvm', {}), 'KDE': ('kde', {}),
}
BY_ROWS = {'KNN', 'LOF', 'OCSVM', 'KDE'}
# Beyond so many columns a fit takes minutes.
MOST_COLUMNS = {'MCD': 200}
# These score rows beside those that they learned from, so that rows that are alike are scored as often as they are there.
TOGETHER = {'ECOD', 'COPOD'}
opened = {}


def open_split(folder, sizes, seed, neighbour_rows, **_):
    width = len(sizes)
    train, test = (np.fromfile(join(folder, name), dtype=np.int32).reshape(-1, width) for name in ('train.i32', 'test.i32'))
    shares = [-np.log((np.bincount(train[:, c], minlength=size) + 1) / (len(train) + size)) for c, size in enumerate(sizes)]
    codings = {
        'ordinal': lambda codes: codes.astype(np.float64),
        'frequency': lambda codes: np.stack([shares[c][codes[:, c]] for c in range(width)], axis=1),
        'one-hot': lambda codes: np.concatenate([np.eye(size)[codes[:, c]] for c, size in enumerate(sizes)], axis=1),
    }
    opened.update(folder=folder, train=train, test=test, codings=codings, seed=seed, neighbour_rows=neighbour_rows)
    return {}


def score(detector, coding):
    file, options = DETECTORS[detector]
    np.random.seed(opened['seed'])
    options = {name: opened['seed'] if name == 'random_state' else value for name, value in options.items()}
    model = getattr(import_module(f'pyod.models.{file}'), detector)(**options)
    encode = opened['codings'][coding]
    train = opened['train'][:opened['neighbour_rows']] if detector in BY_ROWS else opened['train']
    learned = encode(train)
    if learned.shape[1] > MOST_COLUMNS.get(detector, np.inf):
        return {'failed': f'{learned.shape[1]} columns are more than {MOST_COLUMNS[detector]}'}
    start = time.process_time()
    model.fit(learned)
    if detector in TOGETHER:
        scores = model.decision_function(encode(opened['test']))
    else:
        rows, which = np.unique(opened['test'], axis=0, return_inverse=True)
        scores = np.asarray(model.decision_function(encode(rows)))[which.reshape(-1)]
    scores = np.asarray(scores, dtype=np.float64)
    missing = int(np.isnan(scores).sum())
    if missing:
        return {'failed': f'{missing} of {len(scores)} scores are no numbers'}
    largest = np.finfo(np.float64).max
    np.clip(scores, -largest, largest).tofile(join(opened['folder'], 'scores.f64'))
    return {'seconds': time.process_time() - start}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = open_split(request['open'], **request) if 'open' in request else score(**request)
    except Exception as error:  # a detector that cannot be fitted is left out by name
        answer = {'failed': f'{type(error).__name__}: {error}'[:200]}
    print(json.dumps(answer), flush=True)
