import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import { booleans, chunk } from '../../graph/internal.js';
import type { DatasetDefinition } from '../base/definition.js';
import { locateBelowRoot } from '../base/locate.js';
import type { DatasetInfo, RecommendationTask } from '../base/types.js';
import { gowallaInfo, readGowalla, visits } from './gowalla.js';
import { amazonHin, type HerecSet, movielensHin, readHerec, yelpHin } from './herec.js';
import { lastfmSocialInfo, listens, readLastfmSocial } from './lastfm-social.js';

export const recommendationDatasets: readonly DatasetDefinition[] = [
  definitionOf(gowallaInfo, readGowalla, (graph) => givenSplitTask(graph, visits)),
  definitionOf(lastfmSocialInfo, readLastfmSocial, (graph) => givenSplitTask(graph, listens)),
  ...[movielensHin, yelpHin, amazonHin].map(herecDefinition),
];

function herecDefinition({ info, relations }: HerecSet): DatasetDefinition {
  const task = { kind: 'recommendation', edgeType: relations[0]!.type, feedback: 'ratings' } as const;
  return definitionOf(
    info,
    (open, run) => readHerec(relations, open, run),
    () => task,
  );
}

function definitionOf(
  info: DatasetInfo,
  read: DatasetDefinition['read'],
  task: (graph: HeteroGraph) => RecommendationTask,
): DatasetDefinition {
  return { info, readerVersion: 1, locate: (options) => locateBelowRoot(info, options), read, task };
}

/** The task where masks of the edges say which are learned from. */
function givenSplitTask(graph: HeteroGraph, edgeType: EdgeType): RecommendationTask {
  const rowsOf = (mask: string) => {
    const flags = booleans(chunk(graph.edgeTable(edgeType).getChild(mask)!));
    return Int32Array.from(flags.keys()).filter((edge) => flags[edge] === 1);
  };
  return {
    ...{ kind: 'recommendation', edgeType, feedback: 'implicit' },
    givenSplit: () => ({ train: rowsOf('train'), test: rowsOf('test') }),
  };
}
