import { HeteroGraphError } from '../../core/index.js';

export function brokenWalk(from: string, to: string): HeteroGraphError {
  return new HeteroGraphError('BROKEN_METAPATH', `A metapath leads from "${from}" to "${to}".`, {
    type: from,
    hint: 'Walks follow it again and again: let it end at the node type where it begins, such as by the same way back.',
  });
}
