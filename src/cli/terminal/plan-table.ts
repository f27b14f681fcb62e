import type { ClassificationProblem, RpHgnnSettings } from '../../models/index.js';
import { explainRpHgnn, type ProjectionKind, type RpHgnnExplanation } from '../../propagation/index.js';
import { CostModel, machineCosts, POOL_DEVICE, readCosts } from '../../schedule/index.js';
import { sizeText } from '../options/byte-size.js';
import type { Session } from './session.js';
import { textTable } from './text-table.js';

/** Foreseen milliseconds from which on it pays to measure the machine first. */
const WORTH_CALIBRATING_MS = 3000;

export interface PlanRequest {
  readonly problem: ClassificationProblem;
  readonly settings: RpHgnnSettings;
  readonly projection: ProjectionKind;
  readonly memoryBytes: number | undefined;
}

/** The plan of a run's pre-computation. */
export function explain(request: PlanRequest, costs: CostModel): RpHgnnExplanation {
  return explainRpHgnn(request.problem.graph, { ...propagationOf(request), costs });
}

/** Options of a run's pre-computation, on the rows that the run would use. */
export function propagationOf({ problem, settings, projection, memoryBytes }: PlanRequest) {
  const { nodeType, split, seed, labelColumn } = problem;
  const { hops, useInput, embeddingWidth, inputWidth, relations, labels } = settings;
  const rows = Int32Array.from(new Set([...split.train, ...split.valid, ...split.test])).sort();
  return {
    ...{ target: nodeType, rows, hops, useInput, embeddingWidth, inputWidth, relations, projection, seed },
    ...(labels
      ? { labels: { ...labels, trainRows: split.train, ...(labelColumn === undefined ? {} : { column: labelColumn }) } }
      : {}),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

/**
 * Costs to plan by: those that were kept, or measured now where a plan is asked for or the work is long; else rough ones.
 *
 * @param folder where they are kept; undefined with --no-cache
 */
export async function costsFor(
  folder: string | undefined,
  request: PlanRequest,
  isAsked: boolean,
  session: Session,
): Promise<CostModel> {
  const known = folder === undefined ? undefined : await readCosts(folder);
  if (known?.knows(POOL_DEVICE)) return known;
  const rough = known ?? new CostModel();
  if (!isAsked && (folder === undefined || explain(request, rough).makespan < WORTH_CALIBRATING_MS)) return rough;
  return machineCosts(folder, session.run);
}

/** The plan as a table for people. */
export function planTable({
  operators,
  makespan,
  peakBytes,
  leastBytes,
  spills,
  resultBytes,
}: RpHgnnExplanation): string {
  const rows = operators.map(({ operator, kind, device, start, ms, bytes }) => [
    ...[operator, kind, device, start.toFixed(1), ms.toFixed(2), sizeText(bytes)],
  ]);
  const memory = spills
    ? `groups of ${sizeText(resultBytes)} are written to files, and other tensors are spilled to disk`
    : `${sizeText(peakBytes)} of memory at most, of which ${sizeText(resultBytes)} stay`;
  const end = `${operators.length} operators, ${(makespan / 1000).toFixed(2)} s foreseen; ${memory}. The least --memory is ${sizeText(leastBytes)} (${leastBytes} bytes).`;
  return `${textTable(['operator', 'kind', 'device', 'start ms', 'ms', 'tensors'], rows)}\n\n${end}`;
}
