import type { HeteroGraph } from '../../graph/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';

/** A model by name, with settings that differ from its defaults. */
interface NamedModel {
  readonly model: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Models that see no edge inside the graphs: what the structure adds is what a model is ahead of these. */
const ofColumns = ['ridge', 'logistic', 'mlp', 'gbdt'];
const withoutStructure = ['majority', 'mean', ...ofColumns, ...ofColumns.map((name) => `${name}-graph`)];

/** Simple models beside every model of whole graphs: constant predictions, the graphs' own columns, and these with the means and numbers of their nodes. */
export function simpleGraphModels(kind: NodeTaskKind, hasColumns: boolean): readonly string[] {
  const [constant, linear] = kind === 'regression' ? ['mean', 'ridge'] : ['majority', 'logistic'];
  return [constant!, ...(hasColumns ? [linear!] : []), `${linear}-graph`, 'mlp-graph', 'gbdt-graph'];
}

/** What is compared where no model is named: the plainest first. */
export function graphCandidates(kind: NodeTaskKind, graph: HeteroGraph, nodeType: string): readonly NamedModel[] {
  const [, ...simple] = simpleGraphModels(kind, graph.features(nodeType) !== undefined);
  const networks = [
    ['sage', 'mean'],
    ['rgcn', 'mean'],
    ['sage', 'sum'],
    ['sage', 'attention'],
  ].map(([network, readout]) => ({ model: 'graph-network', settings: { network, readout } }));
  return [...simple.map((model) => ({ model })), ...networks];
}

/** Whether a model, or one of the members of an ensemble, sees who is joined to whom. */
export function seesStructure(model: string, settings: object): boolean {
  const { members } = settings as { readonly members?: readonly NamedModel[] };
  return members
    ? members.some((each) => seesStructure(each.model, each.settings ?? {}))
    : !withoutStructure.includes(model);
}
