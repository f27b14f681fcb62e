import { estimateRpHgnn, propagationInput } from '../../propagation/index.js';
import { metapathShapes } from '../../propagation/internal.js';
import { ascendingRows } from '../core/ascending-rows.js';
import type { ClassificationProblem, Problem } from '../core/types.js';
import { wholeGraphs } from '../inputs/whole-graphs.js';
import type { NodeTreesSettings } from '../node-trees/settings.js';
import { countRpHgnnParameters } from '../rphgnn/parameter-count.js';
import { propagationOptions } from '../rphgnn/propagation-options.js';
import type { RpHgnnSettings } from '../rphgnn/settings.js';
import { chooseHops, widths } from '../sehgnn/choose-hops.js';
import type { SeHgnnSettings } from '../sehgnn/settings.js';

/**
 * Operations that one thread does in a second, of most models at least, with the estimates below: what a limit of seconds is worth in work,
 * whatever the machine. Measured: 8e9 to 15e9 of message passing; 5e9 of SeHGNN, whose estimate is scaled for that.
 */
export const OPERATIONS_A_SECOND = 8e9;

/** Operations of one pass of training over one number of a weight: forwards, and backwards twice. */
const PASS = 6;
/** Epochs until patience ends a training, mostly. */
const EPOCHS = 80;
const NETWORK_EPOCHS = 150;
/** Steps of logistic regression, with those that are halved. */
const LOGISTIC_STEPS = 300;
/** Of so many rows; with ten times as many SeHGNN learns for twice as long: 90 to 150 epochs of 300 rows were measured, 190 to 200 of 6,400. */
const FEW_ROWS = 300;
/** SeHGNN's small matrices multiply so much slower, and what it does with each number between the products weighs as many operations. */
const SEHGNN = { slower: 1.2, between: 64 };
/** Operations that a cell, a bin, and a leaf itself of boosted trees weigh, as measured. */
const TREES = { cell: 8, bin: 20, leaf: 5e5 };
/** Columns of aggregates, mostly. */
const AGGREGATES = 512;

/**
 * Message passing by model: maps a node and layer, in units of the squared width, and work an edge, in units of the width, as they were
 * measured beside each other and beside the other models.
 */
const networkWork: Readonly<Record<string, { readonly maps: number; readonly edges: number }>> = {
  gcn: { maps: 0.4, edges: 1.2 },
  gat: { maps: 0.4, edges: 2.4 },
  sage: { maps: 1, edges: 1.6 },
  rgcn: { maps: 0.6, edges: 1.2 },
  rgat: { maps: 1.2, edges: 3.2 },
  han: { maps: 1.2, edges: 3.2 },
  hgt: { maps: 2, edges: 3.2 },
  latte: { maps: 2, edges: 3.2 },
  'simple-hgn': { maps: 1.2, edges: 10 },
  hinormer: { maps: 8, edges: 3.2 },
};

/**
 * How many floating-point operations a fit on so many rows takes, within a factor of three or so: from sizes alone, so that what is tried, and
 * with it the result, is the same on every machine.
 *
 * @param settings whole settings of the model
 */
export function estimatedWork(model: string, problem: Problem, settings: object, numRows: number): number {
  const outputs = problem.kind === 'regression' ? 1 : problem.targets.numClasses;
  switch (model) {
    case 'majority':
    case 'mean':
      return numRows;
    case 'ridge':
    case 'logistic':
    case 'mlp':
      return denseWork(model, ownWidth(problem), numRows, outputs);
    case 'ridge-propagated':
    case 'logistic-propagated':
    case 'mlp-propagated':
      return propagatedWork(problem) + denseWork(model, propagatedWidth(problem), numRows, outputs);
    case 'ridge-aggregated':
    case 'logistic-aggregated':
    case 'mlp-aggregated':
      return 4 * AGGREGATES * numEdges(problem, {}) + denseWork(model, AGGREGATES, numRows, outputs);
    case 'ridge-graph':
    case 'logistic-graph':
    case 'mlp-graph':
      return denseWork(model, 64 * problem.graph.nodeTypes.length, numRows, outputs) + numEdges(problem, {});
    case 'graph-network':
      return graphWork(problem, settings as { readonly network: string }, numRows);
    case 'gbdt':
      return treesWork(problem, settings as NodeTreesSettings, ownWidth(problem), numRows);
    case 'gbdt-aggregated':
      return (
        4 * AGGREGATES * numEdges(problem, {}) + treesWork(problem, settings as NodeTreesSettings, AGGREGATES, numRows)
      );
    case 'gbdt-propagated':
      return (
        propagatedWork(problem) + treesWork(problem, settings as NodeTreesSettings, propagatedWidth(problem), numRows)
      );
    case 'gbdt-graph':
      return treesWork(problem, settings as NodeTreesSettings, 64 * problem.graph.nodeTypes.length, numRows);
    case 'label-propagation':
      return 20 * 4 * outputs * (numEdges(problem, settings) + numNodes(problem));
    case 'rphgnn':
      return rphgnnWork(problem, settings as RpHgnnSettings, numRows, outputs);
    case 'sehgnn':
      return sehgnnWork(problem, settings as SeHgnnSettings, numRows);
    default:
      return messageWork(model, problem, settings);
  }
}

function denseWork(model: string, width: number, numRows: number, outputs: number): number {
  if (model.startsWith('ridge')) return 2 * numRows * width * (width + outputs) + width ** 3;
  const isMlp = model.startsWith('mlp');
  return PASS * (isMlp ? EPOCHS : LOGISTIC_STEPS) * numRows * width * (isMlp ? 64 : outputs);
}

function ownWidth({ graph, nodeType }: Problem): number {
  return Math.min(512, graph.features(nodeType)?.width ?? 0);
}

/** Each level of a tree reads every cell, and each leaf looks at the bins of every one. */
function treesWork(problem: Problem, settings: NodeTreesSettings, width: number, numRows: number): number {
  const { rounds, leaves, bins, columns } = settings;
  const trees = rounds * (problem.kind === 'regression' ? 1 : treesARound(problem));
  const cells = TREES.cell * numRows * Math.log2(leaves);
  const ofColumn = cells + TREES.bin * leaves * Math.min(bins, numRows / 3);
  return trees * (TREES.leaf * leaves + Math.min(columns, width) * ofColumn);
}

function treesARound({ targets: { kind, numClasses } }: ClassificationProblem): number {
  return kind === 'single' && numClasses === 2 ? 1 : numClasses;
}

function propagatedWidth({ graph, nodeType }: Problem): number {
  const { relations, target } = propagationInput(graph, nodeType);
  const touching = relations.filter(({ a, b }) => a === target || b === target).length;
  return Math.min(2048, 64 * (2 * touching + 1));
}

function propagatedWork(problem: Problem): number {
  return 8 * 64 * (numEdges(problem, {}) + numNodes(problem));
}

function rphgnnWork(problem: Problem, settings: RpHgnnSettings, numRows: number, outputs: number): number {
  const { train, valid, test } = problem.split;
  const rows = ascendingRows(train, valid, test);
  const options = propagationOptions(settings, { ...problem, rows, trainRows: train, scale: undefined });
  const { groups } = estimateRpHgnn(
    problem.graph,
    problem.kind === 'regression' ? { ...options, labels: undefined } : options,
  );
  const parameters = countRpHgnnParameters(groups, outputs, settings);
  const width = settings.inputWidth ?? settings.embeddingWidth;
  const precomputation = 8 * settings.hops * width * (numEdges(problem, settings) + numNodes(problem) * groups.length);
  return precomputation + PASS * EPOCHS * numRows * parameters;
}

function sehgnnWork(problem: Problem, settings: SeHgnnSettings, numRows: number): number {
  const { hops, labelHops } = chooseHops(problem, settings);
  const input = propagationInput(problem.graph, problem.nodeType, settings.relations);
  const shapes = metapathShapes(input, Math.max(hops, labelHops), widths(input, settings));
  const sum = (length: number, of: 'paths' | 'returning' | 'width') =>
    shapes.slice(0, length + 1).reduce((total, shape) => total + shape[of], 0);
  const channels = sum(hops, 'paths') + (settings.labels ? sum(labelHops, 'returning') : 0);
  const { embed, hidden, projectionLayers } = settings;
  const channel = embed * hidden + projectionLayers * hidden ** 2 + SEHGNN.between * hidden;
  const epochs = EPOCHS * (1 + Math.log10(Math.max(1, numRows / FEW_ROWS)));
  const each = PASS * SEHGNN.slower * (sum(hops, 'width') * embed + channels * channel);
  return Math.min(epochs, settings.epochs) * numRows * each;
}

function messageWork(model: string, problem: Problem, settings: object): number {
  return layersWork(model, settings, numNodes(problem), numEdges(problem, settings));
}

function layersWork(model: string, settings: object, numNodes: number, numEdges: number): number {
  const { maps, edges } = networkWork[model] ?? { maps: 2, edges: 3.2 };
  const { layers = 2, hidden = 64, heads = 1 } = settings as { layers?: number; hidden?: number; heads?: number };
  // The width of some models is that of one head.
  const width = model === 'simple-hgn' || model === 'gat' ? hidden * heads : hidden;
  const a = numNodes * width * maps + numEdges * edges;
  return PASS * NETWORK_EPOCHS * layers * width * a;
}

/** Message passing inside the graphs that are trained on and validated alone. */
function graphWork({ graph, nodeType }: Problem, settings: { readonly network: string }, numRows: number): number {
  const { graph: inner, numGraphs } = wholeGraphs(graph, nodeType);
  const nodes = inner.nodeTypes.reduce((sum, type) => sum + inner.numNodes(type), 0);
  const edges = inner.edgeTypes.reduce((sum, type) => sum + 2 * inner.numEdges(type), 0);
  return layersWork(settings.network, settings, nodes, edges) * Math.min(1, (1.25 * numRows) / Math.max(1, numGraphs));
}

/** Both directions of every relation. */
function numEdges({ graph, nodeType }: Problem, settings: { readonly relations?: readonly string[] }): number {
  const { relations } = propagationInput(graph, nodeType, settings.relations);
  return relations.reduce((sum, { aFromB }) => sum + 2 * aFromB.indices.length, 0);
}

function numNodes({ graph }: Problem): number {
  return graph.nodeTypes.reduce((sum, type) => sum + graph.numNodes(type), 0);
}
