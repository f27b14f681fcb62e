import type { RunOptions } from '../core/index.js';
import type { PrecomputationPlan, Problem } from '../models/index.js';
import { CostModel, machineCosts, POOL_DEVICE, readCosts } from '../schedule/index.js';
import type { PreparedExperiment } from './prepare.js';

type Planned = Pick<PreparedExperiment, 'definition' | 'settings' | 'resources'> & { readonly problem: Problem };

/** Predicted milliseconds from which on it pays to measure the machine first. */
const WORTH_CALIBRATING_MS = 3000;

/** The plan of the model's pre-computation; undefined where it has none. */
export function planOf(prepared: Planned, costs: CostModel): PrecomputationPlan | undefined {
  const { definition, problem, settings, resources } = prepared;
  return definition.explain?.(problem, settings, { ...resources, costs });
}

/**
 * Costs to plan by: those that were kept, or measured now where a plan is asked for or the work is long; else rough ones.
 *
 * @param folder where they are kept; undefined for none
 */
export async function costsFor(
  folder: string | undefined,
  prepared: Planned,
  isAsked: boolean,
  run: RunOptions,
): Promise<CostModel> {
  const known = folder === undefined ? undefined : await readCosts(folder);
  if (!prepared.definition.explain) return known ?? new CostModel();
  if (known?.knows(POOL_DEVICE)) return known;
  const rough = known ?? new CostModel();
  if (!isAsked && (folder === undefined || planOf(prepared, rough)!.makespan < WORTH_CALIBRATING_MS)) return rough;
  return machineCosts(folder, run);
}
