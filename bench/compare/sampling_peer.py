"""PyG's NeighborLoader on the edges and seeds of a folder, one epoch for each line: {"open": folder, ...}, then {"workers": n}."""
import json
import sys
import time
import warnings
from os.path import join

warnings.filterwarnings('ignore')
import numpy as np
import torch
import torch_geometric
import torch_geometric.typing as installed
from torch_geometric.data import Data
from torch_geometric.loader import NeighborLoader


def sampler_name():
    if installed.WITH_PYG_LIB:
        import pyg_lib
        return f'pyg-lib {pyg_lib.__version__}'
    import torch_sparse
    return f'torch-sparse {torch_sparse.__version__}'


data = settings = None
loaders = {}


def open_graph(request):
    global data, settings
    read = lambda name: torch.from_numpy(np.fromfile(join(request['open'], name), dtype=np.int32).astype(np.int64))
    data = Data(edge_index=torch.stack([read('source'), read('target')]), num_nodes=request['numNodes'])
    settings = dict(num_neighbors=request['fanouts'], batch_size=request['batchSize'], input_nodes=read('rows'), shuffle=True)
    return {'sampler': f'{sampler_name()}; PyG {torch_geometric.__version__}, torch {torch.__version__}'}


def epoch(workers):
    # Made once, as ours is: turning the edges into CSC is not part of an epoch. Workers stay.
    if workers not in loaders:
        loaders[workers] = NeighborLoader(data, num_workers=workers, persistent_workers=workers > 0, **settings)
    started = time.perf_counter()
    entries = 0
    for batch in loaders[workers]:
        entries += batch.edge_index.size(1)
    return {'ms': (time.perf_counter() - started) * 1000, 'entries': entries}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = open_graph(request) if 'open' in request else epoch(request['workers'])
    except Exception as error:  # told to the side that asks
        answer = {'error': repr(error)}
    print(json.dumps(answer), flush=True)
