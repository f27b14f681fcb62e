import type { Ranking } from '../../ranking/index.js';
import { textTable } from '../terminal/text-table.js';
import { wrapped } from '../terminal/wrapped.js';

const LONGEST = 28;

/** The first contestants of every group, in lines of at most 80 columns. */
export function rankingText(ranking: Ranking, top: number): string {
  const { method, unit, intervals, level, contestants, strengths, ranks, low, bestRanks, numGroups, groups } = ranking;
  const share = `${Number((100 * level).toPrecision(6))} % intervals`;
  const by = intervals === 'bootstrap' ? 'by bootstrap over tasks' : `by ${intervals}`;
  const head = wrapped(
    `By ${method}: strength is ${unit}; ${intervals === 'none' ? 'no intervals' : `${share} ${by}`}.`,
  );
  const heads = [
    ...(numGroups > 1 ? ['group'] : []),
    ...['rank', 'contestant', 'strength'],
    ...(low ? ['from', 'to'] : []),
    ...(bestRanks ? ['ranks'] : []),
    'tasks',
  ];
  const shown = Array.from(contestants.keys()).slice(0, top);
  const rows = shown.map((at) => [
    ...(numGroups > 1 ? [groups[at]! + 1] : []),
    ...[ranks[at]!, short(contestants[at]!), digits(strengths[at]!)],
    ...(low ? [digits(low[at]!), digits(ranking.high![at]!)] : []),
    ...(bestRanks ? [`${bestRanks[at]}-${ranking.worstRanks![at]}`] : []),
    ranking.numTasks[at]!,
  ]);
  const others = contestants.length - shown.length;
  return `${head}\n\n${textTable(heads, rows)}${others > 0 ? `\n${others} more (--top)` : ''}`;
}

/** One object a contestant. */
export function rankingRowsOf(ranking: Ranking, top: number) {
  const { contestants, strengths, ranks, low, high, bestRanks, worstRanks, numTasks, groups } = ranking;
  return contestants.slice(0, top).map((contestant, at) => ({
    ...{ rank: ranks[at]!, contestant, strength: strengths[at]! },
    ...(low && { low: low[at]!, high: high![at]! }),
    ...(bestRanks && { bestRank: bestRanks[at]!, worstRank: worstRanks![at]! }),
    ...{ numTasks: numTasks[at]!, group: groups[at]! },
  }));
}

/** Columns of a file. */
export function rankingColumns({ ranks, strengths, low, high, bestRanks, worstRanks, numTasks, groups }: Ranking) {
  const numbers = { rank: ranks, strength: strengths, low, high, bestRank: bestRanks, worstRank: worstRanks };
  const all = { ...numbers, numTasks, group: groups };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, values]) => (values ? [[name, Float64Array.from(values)] as const] : [])),
  );
}

function digits(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
}

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}
