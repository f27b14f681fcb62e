import type { Algorithm, AlgorithmOption, EdgeDirection, NodeRef } from '../../analytics/index.js';
import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph, MetapathStep } from '../../graph/index.js';
import { type GraphFlags, invalidOption, realNumber, wholeNumber } from '../options/options.js';

export interface AnalyseFlags extends GraphFlags {
  readonly relations?: string;
  readonly metapath?: string;
  readonly direction?: EdgeDirection;
  readonly weights?: string;
  readonly selfLoops?: boolean;
  readonly top: string;
  readonly type?: string;
  readonly out?: string;
  readonly overwrite?: boolean;
  /** Folder for the graph with the result as columns. */
  readonly save?: string;
  /** Name of the column. */
  readonly column?: string;
  readonly report?: string;
  readonly json?: boolean;
  /** Flags of the algorithm. */
  readonly [name: string]: unknown;
}

/** `--max-iterations <count>`, with a placeholder that says what is expected. */
export function flagOf({ name, kind }: AlgorithmOption): string {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const shown = {
    number: 'number',
    count: 'number',
    text: 'text',
    choice: 'name',
    node: 'id',
    nodes: 'ids',
    numbers: 'numbers',
    weights: 'name=number,...',
  };
  return kind === 'flag' ? flag : `${flag} <${shown[kind]}>`;
}

/** Options of the projection that the flags tell. @throws {HeteroGraphError} INVALID_OPTION */
export function projectFlags(flags: AnalyseFlags): Record<string, unknown> {
  const { relations, metapath, direction, weights, selfLoops } = flags;
  const given = {
    relations: relations === undefined ? undefined : listed(relations),
    metapath: metapath === undefined ? undefined : listed(metapath).map(stepOf),
    ...{ direction, weights, selfLoops },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Options of the algorithm itself. @throws {HeteroGraphError} INVALID_OPTION */
export function ownFlags(graph: HeteroGraph, { options }: Algorithm, flags: AnalyseFlags): Record<string, unknown> {
  const given = options.flatMap((option) => {
    const value = flags[option.name];
    if (value === undefined) return [];
    return [[option.name, givenValue(graph, option, value as string | boolean)] as const];
  });
  return Object.fromEntries(given);
}

function givenValue(graph: HeteroGraph, option: AlgorithmOption, given: string | boolean): unknown {
  const [flag] = flagOf(option).split(' ') as [string];
  if (typeof given === 'boolean') return given;
  switch (option.kind) {
    case 'number':
      return realNumber(given, flag);
    case 'count':
      return wholeNumber(given, flag);
    case 'node':
      return nodeOf(graph, given);
    case 'nodes':
      return listed(given).map((text) => nodeOf(graph, text));
    case 'numbers':
      return listed(given).map((text) => realNumber(text, flag));
    case 'weights':
      return Object.fromEntries(listed(given).map((text) => namedNumber(text, flag)));
    default:
      return given;
  }
}

function namedNumber(text: string, flag: string): [string, number] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw invalidOption(`There is no "=" in "${text}" of ${flag}.`, 'Write it as NAME=NUMBER.');
  return [text.slice(0, at), realNumber(text.slice(at + 1), flag)];
}

/** An id as it is, or after its node type: `author:a17`. */
function nodeOf(graph: HeteroGraph, text: string): NodeRef {
  const at = text.indexOf(':');
  const type = text.slice(0, Math.max(0, at));
  return graph.nodeTypes.includes(type) ? { type, id: text.slice(at + 1) } : text;
}

/** A relation, or one that is followed backwards: `~writes`. */
function stepOf(text: string): MetapathStep {
  return text.startsWith('~') ? { reverse: text.slice(1) } : text;
}

function listed(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.includes('')) return parts;
  throw new HeteroGraphError('INVALID_OPTION', `There is a name missing in "${text}".`, {
    hint: 'Separate names by commas.',
  });
}
