import type { RunOptions } from '../../core/index.js';
import { numLabelled } from '../core/deal-rows.js';
import { taskOf } from '../core/problem.js';
import type { ModelResources, Problem } from '../core/types.js';
import { combined } from '../ensemble/combine.js';
import type { FindModel } from '../ensemble/planned-members.js';
import {
  alongRelations,
  type Candidate,
  type Candidates,
  type Context,
  candidatesFor,
  isSimple,
  type Refused,
} from './candidates.js';
import { better, strongest } from './choose.js';
import { dealFolds } from './folds.js';
import type { Criterion } from './row-scores.js';
import type { AutoSettings } from './settings.js';
import { TimeLimit } from './time-limit.js';
import { choosesEpoch, Trial, Trials } from './trial.js';
import { OPERATIONS_A_SECOND } from './work.js';

/** Share of the time that what is planned takes on one core, so that slower machines keep the same model. */
const PLANNED_SHARE = 0.5;
/** Rows that networks are compared on first: of fewer, differences are mostly chance. */
const FIRST_ROWS = 80;
/** Shares of the work that a simple model, and the first round of networks, may take of what is left. */
const SIMPLE_SHARE = 0.2;
const FIRST_SHARE = 0.5;
/** Networks that are tried on all folds, and models of an ensemble, at most. */
const FINALISTS = 3;
/** A fit may take this share of all work where a model can be made smaller. */
const FIT_SHARE = 1 / 10;
/** Relations that labels are propagated along together, at most. */
const MOST_TOGETHER = 4;

/** Everything that was tried, and what could not be. */
export interface Searched {
  readonly trials: Trials;
  readonly tried: readonly Trial[];
  readonly refused: readonly Refused[];
  readonly remarks: readonly string[];
}

/** Tries candidates on folds: simple models on all of them, networks on a few first, and those that do well on the others. */
export class Search {
  readonly #problem: Problem;
  readonly #settings: AutoSettings;
  readonly #context: Context;
  readonly #run: RunOptions;
  readonly #limit: TimeLimit;
  readonly #trials: Trials;
  readonly #tried: Trial[] = [];
  readonly #refused: Refused[] = [];
  #left: number;
  #fits = 0;

  constructor(
    problem: Problem,
    criterion: Criterion,
    settings: AutoSettings,
    { find, resources }: { readonly find: FindModel; readonly resources: ModelResources },
    run: RunOptions,
  ) {
    this.#problem = problem;
    this.#settings = settings;
    this.#left = PLANNED_SHARE * settings.seconds * OPERATIONS_A_SECOND;
    this.#context = { find, resources, affordable: FIT_SHARE * this.#left };
    this.#run = run;
    this.#limit = new TimeLimit(settings.ignoreClock ? Infinity : settings.seconds, run.signal);
    const numFolds = Math.max(2, Math.min(settings.folds, numLabelled(problem)));
    this.#trials = new Trials(problem, dealFolds(problem, numFolds), criterion, resources);
  }

  /** @throws {HeteroGraphError} ABORTED */
  async all(): Promise<Searched> {
    try {
      const candidates = this.#taken(candidatesFor(this.#problem, this.#settings, this.#context));
      const of = (level: Candidate['level']) => candidates.filter((candidate) => candidate.level === level);
      for (const candidate of of('constant')) await this.#tryConstant(candidate);
      for (const candidate of candidates) {
        const { level } = candidate;
        if (isSimple(level) || level === 'chosen') await this.#trySimple(candidate);
      }
      if (!this.#settings.candidates) await this.#joinRelations();
      await this.#tryNetworks(of('network'));
      this.#joinModels();
    } finally {
      this.#limit.dispose();
    }
    this.#markCutOff();
    return { trials: this.#trials, tried: this.#tried, refused: this.#refused, remarks: this.#remarks() };
  }

  #taken({ candidates, refused }: Candidates): readonly Candidate[] {
    this.#refused.push(...refused);
    return candidates;
  }

  #trial(candidate: Candidate): Trial {
    const trial = new Trial(candidate);
    this.#tried.push(trial);
    return trial;
  }

  /** Tries on the folds below `end` that it was not tried on yet. */
  async #tryOn(trial: Trial, end: number): Promise<void> {
    for (let fold = trial.predictions.size; fold < end && trial.problem === undefined; fold++) {
      this.#limit.throwIfAborted();
      if (this.#limit.isOver) return;
      this.#run.onProgress?.({ stage: 'compare models', done: this.#fits++, unit: 'fits' });
      this.#left -= trial.candidate.work;
      const isDone = await this.#trials.try(trial, fold, this.#limit.signal);
      this.#limit.throwIfAborted();
      if (!isDone) return;
    }
  }

  /** Something is kept however little time there is. */
  async #tryConstant(candidate: Candidate): Promise<void> {
    const trial = this.#trial(candidate);
    const unlimited = this.#run.signal ?? new AbortController().signal;
    for (let fold = 0; fold < this.#trials.numFolds; fold++) await this.#trials.try(trial, fold, unlimited);
    this.#limit.throwIfAborted();
  }

  async #trySimple(candidate: Candidate): Promise<Trial> {
    const trial = this.#trial(candidate);
    const { numFolds } = this.#trials;
    const affordable = Math.floor((SIMPLE_SHARE * this.#left) / Math.max(1, candidate.work));
    if (affordable === 0) trial.problem = tooMuch;
    else await this.#tryOn(trial, Math.min(numFolds, affordable));
    return trial;
  }

  /** Label propagation along the best relations together: one more as long as that is better. */
  async #joinRelations(): Promise<void> {
    const single = this.#sound().filter(({ candidate }) => relationsOf(candidate)?.length === 1);
    const [constant] = this.#sound();
    if (!constant || single.length < 2) return;
    const order = single
      .map((trial) => ({ trial, gain: this.#trials.difference(trial, constant).mean }))
      .sort((a, b) => b.gain - a.gain);
    const together = [...relationsOf(order[0]!.trial.candidate)!];
    let best = order[0]!.trial;
    for (const { trial } of order.slice(1)) {
      if (together.length === MOST_TOGETHER) return;
      const relations = [...together, ...relationsOf(trial.candidate)!];
      const [candidate] = this.#taken(alongRelations(this.#problem, relations, this.#context));
      if (!candidate) return;
      const joined = await this.#trySimple(candidate);
      if (!joined.isSound) return;
      if (this.#trials.difference(joined, best).mean <= 0) continue;
      together.splice(0, together.length, ...relations);
      best = joined;
    }
  }

  async #tryNetworks(candidates: readonly Candidate[]): Promise<void> {
    const { numFolds } = this.#trials;
    const rowsOfFold = numLabelled(this.#problem) / numFolds;
    const first = Math.max(1, Math.min(numFolds, Math.ceil(FIRST_ROWS / rowsOfFold)));
    let share = FIRST_SHARE * this.#left;
    const networks: Trial[] = [];
    for (const candidate of candidates) {
      const trial = this.#trial(candidate);
      const affordable = Math.min(first, Math.floor(share / candidate.work));
      if (affordable === 0) {
        trial.problem = tooMuch;
        continue;
      }
      share -= affordable * candidate.work;
      await this.#tryOn(trial, affordable);
      networks.push(trial);
    }
    const leader = strongest(this.#trials, this.#sound());
    if (!leader) return;
    const finalists = networks
      .filter((trial) => trial.isSound && !better(this.#trials.difference(leader, trial)))
      .map((trial) => ({ trial, gain: this.#trials.difference(trial, leader).mean }))
      .sort((a, b) => b.gain - a.gain)
      .slice(0, FINALISTS);
    // Fold by fold, so that those compared are compared on the same rows when the work is used up.
    for (let end = first + 1; end <= numFolds; end++) {
      for (const { trial } of finalists) if (trial.candidate.work <= this.#left) await this.#tryOn(trial, end);
    }
  }

  /** The mean predictions of the best two, and the best three, that were trained on the same loss: without any fit. */
  #joinModels(): void {
    const [constant] = this.#sound();
    if (!constant) return;
    const isOfNumbers = this.#problem.kind === 'regression';
    const ranked = this.#sound()
      .filter(({ candidate }) => candidate.level !== 'constant' && (isOfNumbers || choosesEpoch(candidate.settings)))
      .filter(({ candidate }) => candidate.definition.name !== 'ensemble')
      .map((trial) => ({ trial, gain: this.#trials.difference(trial, constant).mean }))
      .sort((a, b) => b.gain - a.gain)
      .map(({ trial }) => trial);
    for (let size = 2; size <= Math.min(FINALISTS, ranked.length); size++) this.#joinModel(ranked.slice(0, size));
  }

  #joinModel(members: readonly Trial[]): void {
    const settings = {
      members: members.map(({ candidate }) => ({ model: candidate.definition.name, settings: candidate.settings })),
      copies: 1,
      validation: 'given',
    };
    const trial = this.#trial({
      title: `ensemble of ${members.map(({ candidate }) => candidate.title).join(' and ')}`,
      level: 'ensemble',
      definition: this.#context.find('ensemble', this.#problem.kind),
      settings,
      work: members.reduce((sum, { candidate }) => sum + candidate.work, 0),
    });
    const task = taskOf(this.#problem);
    for (const fold of members[0]!.folds) {
      const parts = members.map(({ predictions }) => predictions.get(fold));
      if (parts.some((part) => part === undefined)) continue;
      const values = combined(
        task,
        parts.map((part) => part!.values),
      );
      trial.predictions.set(fold, { rows: parts[0]!.rows, values });
    }
    trial.seconds = members.reduce((sum, { seconds }) => sum + seconds, 0);
    if (trial.predictions.size === 0) this.#tried.pop();
  }

  #sound(): Trial[] {
    return this.#tried.filter(({ isSound }) => isSound);
  }

  /** Candidates that the time was over for have no predictions. */
  #markCutOff(): void {
    if (!this.#limit.isOver) return;
    for (const trial of this.#tried) if (trial.problem === undefined && !trial.isSound) trial.problem = tooLate;
  }

  #remarks(): string[] {
    const { seconds } = this.#settings;
    const { notKept } = this.#trials;
    const named = (trials: readonly Trial[]) => trials.map(({ candidate }) => candidate.title).join(', ');
    const costly = this.#tried.filter(({ problem }) => problem === tooMuch);
    const cut = this.#tried.filter(({ problem }) => problem === tooLate);
    return [
      ...(notKept
        ? [`What was compared is not kept, so that an interrupted run compares anew: ${notKept.message}`]
        : []),
      ...(this.#limit.isOver
        ? [
            `The comparison was stopped after ${seconds} s${cut.length > 0 ? `; not tried: ${named(cut)}` : ''}. More seconds may give a better model.`,
          ]
        : []),
      ...(costly.length > 0
        ? [`Not tried, since the work that they would take does not fit into ${seconds} s: ${named(costly)}.`]
        : []),
    ];
  }
}

const tooMuch = 'not tried: too much work for the time';
const tooLate = 'not tried: the time was over';

function relationsOf({ definition, settings }: Candidate): readonly string[] | undefined {
  if (definition.name !== 'label-propagation') return undefined;
  return (settings as { readonly relations?: readonly string[] }).relations;
}
