import { HeteroGraphError } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { Learner } from '../learners/types.js';
import type { ForecastTask, Protocol } from '../tasks/types.js';
import { learners as allLearners } from './learners.js';

/** Up to here networks are compared by default under rolling, which takes about half a minute of one core at the limits. */
const NETWORK_LIMITS = { anchors: 15_000, rows: 200_000 };

export interface Compared {
  readonly learners: readonly Learner[];
  /** What was left out for its costs. */
  readonly remarks: readonly string[];
}

/**
 * What is compared: constants always; those that learn of old histories only under frozen; networks, which take longest, by default only under rolling and where
 * the task is small.
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function comparedLearners(
  database: Database,
  { train, valid }: Pick<ForecastTask, 'train' | 'valid'>,
  protocol: Protocol,
  names?: readonly string[],
): Compared {
  const stale = allLearners.find(({ name, isStale }) => isStale && names?.includes(name));
  if (stale && protocol === 'rolling')
    throw new HeteroGraphError('INVALID_OPTION', `learners: ${stale.name} is for the protocol frozen.`, {
      hint: 'Histories are never old under rolling: leave it out, or take protocol: "frozen".',
    });
  const anchors = train.rows.length + valid.rows.length;
  const rows = [...database.tables.values()].reduce((sum, table) => sum + table.numRows, 0);
  const isSmall = anchors <= NETWORK_LIMITS.anchors && rows <= NETWORK_LIMITS.rows;
  const isDefault = ({ isCostly = false }: Learner) => !isCostly || (protocol === 'rolling' && isSmall);
  const learners = allLearners.filter(
    (each) =>
      each.level === 'constant' ||
      ((names ? names.includes(each.name) : isDefault(each)) && (protocol === 'frozen' || !each.isStale)),
  );
  const isTooLarge = !names && protocol === 'rolling' && !isSmall;
  return { learners, remarks: isTooLarge ? [tooLarge(anchors, rows)] : [] };
}

function tooLarge(anchors: number, rows: number): string {
  const { anchors: mostAnchors, rows: mostRows } = NETWORK_LIMITS;
  const why = anchors > mostAnchors ? `${anchors} forecasts to learn from` : `${rows} rows of tables`;
  const most = anchors > mostAnchors ? mostAnchors : mostRows;
  return `The network over rows of the past was not compared, since ${why} are more than ${most}: name it among the learners to compare it.`;
}
