import { HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { DiffusionOptions, EdgeRule, RelationRule } from './diffusion-options.js';
import type { NodeRange } from './network.js';

/** Rules are numbered in a byte. */
const MAX_RULES = 255;

/** What is known of a relation that carries influence, its open options filled in. */
export interface RelationFlow extends Omit<EdgeRule, 'model'> {
  readonly type: EdgeType;
  /** `source>relation>target`. */
  readonly name: string;
  readonly model: NonNullable<DiffusionOptions['model']>;
  readonly direction: 'forward' | 'reverse' | 'both';
  readonly delay: number;
}

/** Edges of one relation that end, in the direction of influence, at one node type. */
export interface Flow {
  /** Number of the relation. */
  readonly rule: number;
  readonly from: NodeRange;
  readonly to: NodeRange;
  /** Rows of the two ends, [E] each. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** Edges also carry influence from target to source, where both are of one type; loops once. */
  readonly isBoth: boolean;
}

/**
 * The relations that take part, in the order given or of the schema.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION, TOO_LARGE
 */
export function relationFlows(graph: HeteroGraph, options: DiffusionOptions): RelationFlow[] {
  expectGraph(graph);
  const { relations } = options;
  const named: (readonly [EdgeType, RelationRule])[] =
    relations === undefined
      ? graph.edgeTypes.map((type) => [type, {}])
      : Array.isArray(relations)
        ? relations.map((ref) => [graph.resolveEdgeType(ref), {}])
        : Object.entries(relations).map(([ref, rule]) => [graph.resolveEdgeType(ref), rule === true ? {} : rule]);
  const flows = named.map(([type, rule]) => flowOf(type, rule, options));
  const twice = flows.find(({ name }, i) => flows.findIndex((other) => other.name === name) < i);
  if (twice) {
    throw new HeteroGraphError('INVALID_OPTION', 'The relation is named twice.', {
      type: twice.name,
      column: 'relations',
      hint: "Give it one rule; direction: 'both' is for edges that carry influence either way.",
    });
  }
  if (flows.length > MAX_RULES) {
    throw new HeteroGraphError('TOO_LARGE', `${flows.length} relations take part; there can be ${MAX_RULES}.`, {
      column: 'relations',
      hint: 'Name those that matter, or make one relation of several that have one rule.',
    });
  }
  return flows;
}

/** Options that only one model reads. */
const models: Readonly<Record<string, readonly string[]>> = {
  factor: ['wc', 'lt'],
  degree: ['wc', 'lt'],
  probability: ['ic'],
  levels: ['trivalency'],
  weight: ['lt'],
};

function flowOf(type: EdgeType, rule: RelationRule, options: DiffusionOptions): RelationFlow {
  const name = edgeTypeKey(type);
  const base = options.model ?? impliedModel(options) ?? 'wc';
  const isOwnKind = base !== 'lt' && base !== 'triggering';
  if (!isOwnKind && rule.model !== undefined) {
    const message = `A relation cannot have the model ${rule.model} in a network of the model ${base}.`;
    throw new HeteroGraphError('INVALID_OPTION', message, { type: name, column: 'model', hint: 'Leave it out.' });
  }
  const model = isOwnKind ? (rule.model ?? impliedModel(rule) ?? base) : base;
  checkFits(rule, model, name);
  checkFits(options, base);
  const { delay = 1, direction = 'forward' } = rule;
  const { probability = options.probability, levels = options.levels, weight = options.weight } = rule;
  const { factor = options.factor, degree = options.degree } = rule;
  if (model === 'ic' && probability === undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Independent cascade needs a probability.', {
      type: name,
      column: 'probability',
      hint: "Give a number, the name of a column of the edges, or a callback; or take model: 'wc'.",
    });
  }
  if (model === 'lt' && (factor ?? 1) > 1) {
    throw new HeteroGraphError('LT_SUM_ABOVE_ONE', `The weights would add up to the factor ${factor}.`, {
      type: name,
      column: 'factor',
      hint: 'Use at most 1.',
    });
  }
  return { type, name, model, direction, delay, factor, degree, probability, levels, weight };
}

/** The model whose options are there. */
function impliedModel(rule: Omit<EdgeRule, 'model'>): 'wc' | 'ic' | 'trivalency' | undefined {
  if (rule.probability !== undefined) return 'ic';
  if (rule.levels !== undefined) return 'trivalency';
  return rule.factor !== undefined || rule.degree !== undefined ? 'wc' : undefined;
}

function checkFits(rule: RelationRule | DiffusionOptions, model: string, type?: string): void {
  for (const [option, fitting] of Object.entries(models)) {
    if (rule[option as keyof EdgeRule] === undefined || fitting.includes(model)) continue;
    throw new HeteroGraphError('INVALID_OPTION', `The model ${model} has no ${option}.`, {
      ...(type === undefined ? {} : { type }),
      column: option,
      hint: `It belongs to: ${fitting.join(', ')}. Leave it out, or give it to a relation of that model.`,
    });
  }
}

/** The parts of the relations by the node type they end at, in the order of the relations. */
export function flowsOf(graph: HeteroGraph, types: readonly NodeRange[], relations: readonly RelationFlow[]): Flow[] {
  const rangeOf = (name: string) => types.find((type) => type.name === name)!;
  return relations.flatMap(({ type, direction }, rule) => {
    const [from, to] = [rangeOf(type[0]), rangeOf(type[2])];
    const { source, target } = graph.edgeIndex(type);
    const forward: Flow = { rule, from, to, source, target, isBoth: direction === 'both' && from === to };
    const reverse: Flow = { rule, from: to, to: from, source: target, target: source, isBoth: false };
    if (direction === 'forward' || forward.isBoth) return [forward];
    return direction === 'reverse' ? [reverse] : [forward, reverse];
  });
}
