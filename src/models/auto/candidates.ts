import { isHeteroGraphError } from '../../core/index.js';
import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import type { NodeModelDefinition } from '../core/definition.js';
import { settingsForProblem } from '../core/settings.js';
import type { ModelResources, Problem } from '../core/types.js';
import type { FindModel } from '../ensemble/planned-members.js';
import type { EnsembleMember } from '../ensemble/settings.js';
import type { AutoSettings } from './settings.js';
import { estimatedWork } from './work.js';

/**
 * From the plainest on: a model of a higher level is kept only where it is better than the best below beyond chance. The plainest look at a node's
 * own columns alone, or at labels of its neighbours alone, along all relations; related ones at columns of both. Chosen are relations that were searched for on the rows
 * that models are compared on, one or several, so that the score of the best of them is too good.
 */
export const levels = ['constant', 'plain', 'related', 'chosen', 'network', 'ensemble'] as const;
export type Level = (typeof levels)[number];

/** Whether models of a level are simple ones, without a search. */
export function isSimple(level: Level): boolean {
  return level === 'plain' || level === 'related';
}

/** A model that may be kept. */
export interface Candidate {
  readonly title: string;
  readonly level: Level;
  readonly definition: NodeModelDefinition;
  /** Whole settings. */
  readonly settings: object;
  /** Estimated operations of a fit. */
  readonly work: number;
}

/** A model that cannot be tried on the problem, and why. */
export interface Refused {
  readonly title: string;
  readonly model: string;
  readonly settings: object;
  readonly reason: string;
}

/** Models to compare, and those that cannot be. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refused[];
}

interface Wanted {
  readonly title: string;
  readonly level: Level;
  readonly member: EnsembleMember;
  /** Changes on top that make less work, more and more so: the first with which a fit is affordable is taken, else the last. */
  readonly smaller?: readonly object[];
}

/** Models that look at each node's own columns alone. */
export const ownColumns = ['ridge', 'logistic', 'mlp', 'gbdt'];
const propagated = ['ridge-propagated', 'logistic-propagated', 'mlp-propagated', 'gbdt-propagated'];
/** Random mixtures of columns, which trees split badly: only where it is named. */
const onlyNamed = ['gbdt-propagated'];
const aggregated = ['ridge-aggregated', 'logistic-aggregated', 'mlp-aggregated', 'gbdt-aggregated'];
const ofGraphs = ['ridge-graph', 'logistic-graph', 'mlp-graph', 'gbdt-graph'];
const constants = ['majority', 'mean'];
const networks = ['rgcn', 'sage', 'gcn', 'gat', 'hgt', 'simple-hgn'];

/** Label propagation is tried along so many relations one by one, those that reach the most rows. */
const MOST_RELATIONS = 12;

/** What candidates are made with. */
export interface Context {
  readonly find: FindModel;
  readonly resources: ModelResources;
  /** Operations that a fit may take where a model can be made smaller. */
  readonly affordable: number;
}

/** Share of the rows of training and validation that a fit on folds trains on: four fifths of four fifths. */
const TRAIN_SHARE = 0.64;

/** Models to compare on a problem, the plainest first. */
export function candidatesFor(problem: Problem, { candidates, also = [] }: AutoSettings, context: Context): Candidates {
  const constant = wanted({ model: problem.kind === 'regression' ? 'mean' : 'majority' });
  const named = (member: EnsembleMember) => wantedBy(problem, member);
  const chosen = candidates ? candidates.map(named) : chosenFor(problem);
  return checked(problem, [constant, ...chosen, ...also.map(named)], context);
}

/** Label propagation along several relations at once. */
export function alongRelations(problem: Problem, relations: readonly string[], context: Context): Candidates {
  return checked(problem, [{ ...labelPropagation(problem, relations), level: 'chosen' }], context);
}

/**
 * What a model looks at: models of one kind err on the same rows, so that the best of them is hardly better by chance than any. Chosen relations
 * are a kind each, since the best of them are searched for.
 */
export function kindOf({ definition: { name }, level, title }: Candidate): string {
  if (level === 'chosen') return title;
  const kinds = {
    'own columns': ownColumns,
    propagated,
    aggregated,
    structure: ofGraphs,
    'columns of paths': ['rphgnn', 'sehgnn'],
    'messages of neighbours': networks,
  };
  const [kind] = Object.entries(kinds).find(([, names]) => names.includes(name)) ?? [name];
  return kind;
}

function chosenFor(problem: Problem): Wanted[] {
  const hasFeatures = problem.graph.features(problem.nodeType) !== undefined;
  const input = propagationInput(problem.graph, problem.nodeType);
  const touching = relationsByReach(problem, input);
  if (touching.length === 0) return hasFeatures ? models(problem, ownColumns) : [];
  const columns = [...(hasFeatures ? ownColumns : []), ...propagated, ...aggregated].filter(
    (name) => !onlyNamed.includes(name),
  );
  const isLinear = (name: string) => !/^(mlp|gbdt)/.test(name);
  const single = input.relations.length > 1 ? touching.slice(0, MOST_RELATIONS) : [];
  return [
    // What takes the least comes first, for where time is short.
    ...models(problem, columns.filter(isLinear)),
    wanted({ model: 'label-propagation' }),
    ...single.map((relation) => ({ ...labelPropagation(problem, [relation]), level: 'chosen' as const })),
    ...models(
      problem,
      columns.filter((name) => !isLinear(name)),
    ),
    ...labelVariants(problem).map((member) => ({ ...wanted(member), smaller: smaller[member.model] ?? [] })),
    ...models(problem, networks),
  ];
}

/** Those of the models that learn such a problem. */
function models({ kind }: Problem, names: readonly string[]): Wanted[] {
  return names
    .filter((name) => kind === 'classification' || !name.startsWith('logistic'))
    .map((model) => ({ ...wanted({ model }), smaller: smaller[model] ?? [] }));
}

/** RpHGNN and SeHGNN with labels as an input and without. */
function labelVariants({ kind, graph, nodeType }: Problem): EnsembleMember[] {
  const rphgnn = { model: 'rphgnn', settings: { labels: { hops: 4, partitions: 10 } } };
  const sehgnn = [true, false].map((labels) => ({ model: 'sehgnn', settings: { labels } }));
  // Without features RpHGNN has labels by itself, but where numbers are learned.
  const plain = graph.features(nodeType) || kind === 'regression' ? [{ model: 'rphgnn' }] : [];
  return kind === 'regression' ? [...plain, ...sehgnn] : [rphgnn, ...plain, ...sehgnn];
}

const fewerTrees = [{ rounds: 60, learningRate: 0.2 }];

/** How models are made smaller where their estimated work is too much. */
const smaller: Readonly<Record<string, readonly object[]>> = {
  rphgnn: [
    { inputWidth: 256 },
    { inputWidth: 128, embeddingWidth: 64 },
    { inputWidth: 64, embeddingWidth: 64, hidden: 32 },
    { inputWidth: 32, embeddingWidth: 32, hidden: 32, hops: 3 },
    { inputWidth: 16, embeddingWidth: 16, hidden: 32, hops: 2 },
  ],
  sehgnn: [
    { hops: 2, labelHops: 2 },
    { hops: 2, labelHops: 2, embed: 32, hidden: 32 },
    { hops: 1, labelHops: 2, embed: 32, hidden: 32 },
  ],
  gbdt: fewerTrees,
  'gbdt-aggregated': fewerTrees,
  'simple-hgn': [{ hidden: 16, heads: 4 }],
  hgt: [{ hidden: 32 }],
};

/** A model that the settings name. */
function wantedBy(problem: Problem, member: EnsembleMember): Wanted {
  const { relations } = (member.settings ?? {}) as { readonly relations?: readonly string[] };
  const isAlong = member.model === 'label-propagation' && relations !== undefined;
  return isAlong ? { ...labelPropagation(problem, relations), member } : wanted(member);
}

function labelPropagation(problem: Problem, relations: readonly string[]): Wanted {
  const title = `label-propagation along ${relations.map((relation) => shortName(problem, relation)).join(', ')}`;
  return { ...wanted({ model: 'label-propagation', settings: { relations } }), title };
}

/** `cites` for `paper>cites>paper` where no other relation is called that. */
function shortName({ graph }: Problem, relation: string): string {
  const name = relation.split('>')[1] ?? relation;
  return graph.edgeTypes.filter((type) => type[1] === name).length === 1 ? name : relation;
}

function wanted(member: EnsembleMember): Wanted {
  const { model, preset, settings = {} } = member;
  const { labels, network, readout } = settings as { labels?: unknown; network?: string; readout?: string };
  const parts = [
    model,
    ...(preset === undefined ? [] : [`as for ${preset}`]),
    ...('labels' in settings ? [labels ? 'with labels' : 'without labels'] : []),
    ...(network === undefined ? [] : [`of ${network}`]),
    ...(readout === undefined ? [] : [`by ${readout}`]),
  ];
  return { title: parts.join(' '), level: levelOf(model), member };
}

function levelOf(model: string): Level {
  if (constants.includes(model)) return 'constant';
  if (ownColumns.includes(model) || model === 'label-propagation') return 'plain';
  return [...propagated, ...aggregated, ...ofGraphs].includes(model) ? 'related' : 'network';
}

/** Relations that touch the target, those first that reach the most of the rows to be learned. */
function relationsByReach({ split }: Problem, { relations, target }: PropagationInput): string[] {
  const rows = [...split.train, ...split.valid];
  return relations
    .flatMap(({ name, a, b, aFromB, bFromA }) => {
      const { indptr } = a === target ? aFromB : bFromA;
      if (a !== target && b !== target) return [];
      return [{ name, reach: rows.filter((row) => indptr[row + 1]! > indptr[row]!).length }];
    })
    .filter(({ reach }) => reach > 0)
    .sort((one, other) => other.reach - one.reach)
    .map(({ name }) => name);
}

function checked(problem: Problem, all: readonly Wanted[], { find, resources, affordable }: Context): Candidates {
  const candidates: Candidate[] = [];
  const refused: Refused[] = [];
  const numRows = TRAIN_SHARE * (problem.split.train.length + problem.split.valid.length);
  for (const { title, level, member, smaller: steps = [] } of all) {
    const { model, preset, settings: changes = {} } = member;
    try {
      const definition = find(model, problem.kind);
      const sizes = [{}, ...steps].map((step) => {
        const { settings } = settingsForProblem(definition, problem, { ...changes, ...step }, preset);
        return { settings, step, work: estimatedWork(model, problem, settings, numRows) };
      });
      const { settings, step, work } = sizes.find((size) => size.work <= affordable) ?? sizes.at(-1)!;
      definition.check?.(problem, settings, resources);
      candidates.push({ title: titleOf(title, step), level, definition, settings, work });
    } catch (error) {
      if (!isHeteroGraphError(error)) throw error;
      refused.push({ title, model, settings: changes, reason: `not possible here: ${error.message}` });
    }
  }
  return { candidates, refused };
}

function titleOf(title: string, step: object): string {
  const parts = Object.entries(step).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? title : `${title} (${parts.join(', ')})`;
}
