"""networkit or igraph on the numbers of a folder, a line of JSON for each: {"open": folder, "view": ...}, {"task": ..., "node": ...}.

python peer.py networkit|igraph THREADS. Times are of the algorithm alone, the library's own graph given. Where a library has several
ways to the same answer, the fastest counts that was found (triangles in networkit: local clustering coefficients in turbo mode).
"""
import json
import resource
import sys
import time
from os.path import join

import numpy as np

library, threads = sys.argv[1], int(sys.argv[2])
graph = None


def numbers(folder, name, kind=np.int32):
    return np.fromfile(join(folder, name), dtype=kind)


def read(folder, view):
    with open(join(folder, 'size.json')) as file:
        nodes = json.load(file)['numNodes']
    names = ('low', 'high') if view == 'simple' else ('source', 'target')
    source, target = (numbers(folder, name) for name in names)
    weights = numbers(folder, 'weights', np.float64) if view == 'weighted' else None
    return nodes, source, target, weights


if library == 'networkit':
    import networkit as nk
    nk.setNumberOfThreads(threads)

    def build(nodes, source, target, weights, directed):
        values = np.ones(len(source)) if weights is None else weights
        ends = (source.astype(np.uint64), target.astype(np.uint64))
        return nk.GraphFromCoo((values, ends), n=nodes, weighted=weights is not None, directed=directed)

    def communities(algorithm):
        return nk.community.Modularity().getQuality(algorithm.run().getPartition(), graph)

    def reached(algorithm):
        algorithm.run()
        return None

    tasks = {
        'pagerank': lambda node: nk.centrality.PageRank(graph, 0.85, 1e-8).run().numberOfIterations(),
        'weak': lambda node: nk.components.WeaklyConnectedComponents(graph).run().numberOfComponents(),
        'strong': lambda node: nk.components.StronglyConnectedComponents(graph).run().numberOfComponents(),
        'bfs': lambda node: reached(nk.distance.BFS(graph, node, False)),
        'dijkstra': lambda node: reached(nk.distance.Dijkstra(graph, node, False)),
        'triangles': lambda node: reached(nk.centrality.LocalClusteringCoefficient(graph, True)),
        'kcore': lambda node: nk.centrality.CoreDecomposition(graph).run().maxCoreNumber(),
        'louvain': lambda node: communities(nk.community.PLM(graph, refine=False)),
        'leiden': lambda node: communities(nk.community.ParallelLeiden(graph)),
        'betweenness': lambda node: reached(nk.centrality.EstimateBetweenness(graph, 64, False, True)),
    }
else:
    import igraph

    def build(nodes, source, target, weights, directed):
        made = igraph.Graph(nodes, np.stack([source, target], 1), directed=directed)
        if weights is not None:
            made.es['weight'] = weights
        return made

    tasks = {
        'pagerank': lambda node: len(graph.pagerank(damping=0.85, implementation='prpack')),
        'weak': lambda node: len(graph.connected_components(mode='weak')),
        'strong': lambda node: len(graph.connected_components(mode='strong')),
        'bfs': lambda node: len(graph.bfs(node)[0]),
        'dijkstra': lambda node: len(graph.distances(node, weights='weight')[0]),
        'triangles': lambda node: len(graph.transitivity_local_undirected()),
        'kcore': lambda node: max(graph.coreness()),
        'louvain': lambda node: graph.community_multilevel().modularity,
        'leiden': lambda node: graph.community_leiden(objective_function='modularity', n_iterations=2).modularity,
        'betweenness': lambda node: max(graph.betweenness(sources=list(range(min(64, graph.vcount()))))),
    }


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


for line in sys.stdin:
    request = json.loads(line)
    try:
        if 'open' in request:
            graph = None
            graph = build(*read(request['open'], request['view']), directed=request['view'] != 'simple')
            answer = {}
        else:
            used, started = cpu_seconds(), time.perf_counter()
            value = tasks[request['task']](request['node'])
            answer = {'ms': (time.perf_counter() - started) * 1000, 'cpu': cpu_seconds() - used, 'value': value,
                      'peakMiB': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    except Exception as error:  # told to the side that asks
        answer = {'error': repr(error)}
    print(json.dumps(answer), flush=True)
