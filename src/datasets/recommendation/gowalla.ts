import type { RunOptions } from '../../core/index.js';
import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import { growableInt32 } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import type { DatasetInfo } from '../base/types.js';
import { eachLine } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
import { joinedParts } from './joined-parts.js';
import { relationsGraph } from './relations-graph.js';

export const visits: EdgeType = ['user', 'visits', 'place'];

export const gowallaInfo: DatasetInfo = {
  name: 'gowalla',
  title: 'Gowalla: which places users checked in at, as LightGCN has it',
  licence: 'not stated; check-ins from SNAP',
  citation:
    'He et al.: LightGCN: Simplifying and powering graph convolution network for recommendation. SIGIR 2020. Check-ins: Cho, Myers, Leskovec: Friendship and mobility. KDD 2011.',
  source:
    'gusye1234/LightGCN-PyTorch, data/gowalla; train.txt rebuilt from the adjacency matrix, items in ascending order',
  task: 'recommendation',
  splitRule: 'train.txt and test.txt; for validation hold out a tenth of each user of train',
  files: ['train.txt', 'test.txt'],
  checksums: {
    'train.txt': '0f086326b28a56c2e6dcb81d86ee72d4ccb7eed3a8d26788392356d8f51111cc',
    'test.txt': '099a2a73924e4b754dc6efd730d764f492321b53c38eb93298850c83acf57be3',
  },
  counts: { nodes: { user: 29_858, place: 40_981 }, edges: { 'user>visits>place': 1_027_370 } },
};

/**
 * A line a user: the user, then their items, separated by spaces. Edges have masks of the two files.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws
 */
export async function readGowalla(open: OpenFile, run: RunOptions): Promise<HeteroGraph> {
  const [train, test] = [await readLists(open, 'train.txt', run), await readLists(open, 'test.txt', run)];
  return relationsGraph([{ type: visits, ...joinedParts({ train, test }) }]);
}

async function readLists(open: OpenFile, file: string, { signal, onProgress }: RunOptions) {
  const input = open(file);
  const [source, target] = [growableInt32(), growableInt32()];
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    let user = -1;
    for (let at = start; at < end; ) {
      let stop = at;
      while (stop < end && bytes[stop] !== SPACE) stop++;
      if (stop > at) {
        const id = parseNumber(bytes, at, stop);
        if (!(Number.isInteger(id) && id >= 0 && id < 2 ** 31))
          throw malformedRow(input, line, 'an id is no whole number');
        if (user < 0) user = id;
        else {
          source.push(user);
          target.push(id);
        }
      }
      at = stop + 1;
    }
  };
  await eachLine(input, take, { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) });
  return { source: source.done(), target: target.done() };
}

const SPACE = 32;
