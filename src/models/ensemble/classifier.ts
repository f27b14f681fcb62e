import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { ascendingRows } from '../core/ascending-rows.js';
import { checkProblem } from '../core/check-arguments.js';
import { fitted, noEmbedding } from '../core/fitted.js';
import { taskOf } from '../core/problem.js';
import { settingsOf } from '../core/settings.js';
import type {
  Embedding,
  Estimator,
  FitReport,
  HeldOutPredictions,
  InferenceOptions,
  LearnedNumbers,
  LearnedTask,
  ModelResources,
  Problem,
  SavedModel,
} from '../core/types.js';
import { combined } from './combine.js';
import { ofOthers, placed } from './known-rows.js';
import { HELD_OUT_BY, joinRows, rowsOfCopy, savedRows } from './label-rows.js';
import { type FindModel, plannedMembers } from './planned-members.js';
import type { EnsembleSettings } from './settings.js';

const stateSchema = z.object({
  members: z
    .array(
      z.object({
        model: z.string('a text'),
        settings: z.record(z.string(), z.unknown()),
        seed: option.seed,
        state: z.record(z.string(), z.unknown()),
        parameters: option.countFrom(0),
        seesLabels: z.boolean('true or false'),
        /** Of numbers: what the member's own are multiplied with and added to, which follow from the rows it trained on. */
        scale: z.optional(
          z.object({
            mean: z.number(),
            deviation: z.number().check(z.nonnegative()),
            link: z.optional(z.literal('log')),
          }),
        ),
      }),
    )
    .check(z.minLength(1, 'at least one member')),
});
type State = z.infer<typeof stateSchema>;

/** Several models of the same problem, whose chances of classes, or numbers, are averaged. */
export class Ensemble implements Estimator {
  readonly name = 'ensemble';
  readonly #settings: EnsembleSettings;
  readonly #find: FindModel;
  readonly #resources: ModelResources;
  #members: readonly Estimator[] = [];
  /** What the members say of the rows of the fit, asked while they still had what they computed in advance. */
  #known: HeldOutPredictions | undefined;
  /** What members say of labelled rows that they did not train on; undefined where all trained on the same. */
  #heldOut: HeldOutPredictions | undefined;
  /** With the graph of the fit, on which a prediction is made where no other is given. */
  #learned: { readonly task: LearnedTask; readonly seed: number; readonly graph?: HeteroGraph } | undefined;

  constructor(settings: EnsembleSettings, find: FindModel, resources: ModelResources = {}) {
    this.#settings = settings;
    this.#find = find;
    this.#resources = resources;
  }

  static restore(
    saved: SavedModel,
    settings: EnsembleSettings,
    find: FindModel,
    resources: ModelResources = {},
  ): Ensemble {
    checkOptions(stateSchema, saved.state, { what: 'state' });
    const { members } = saved.state as State;
    const labels = savedRows(saved, settings.copies);
    if (!labels && settings.validation === 'dealt' && members.some(({ seesLabels }) => seesLabels)) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'It is not said which labels each copy saw.', {
        ...{ column: HELD_OUT_BY, hint: 'Save the model again.' },
      });
    }
    const numParameters = members.reduce((sum, { parameters }) => sum + parameters, labels ? 1 : 0);
    if (numParameters !== saved.parameters.length) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `There should be ${numParameters} parameters, and ${saved.parameters.length} are there.`,
        { column: 'state', hint: 'Save the model again.' },
      );
    }
    const ensemble = new Ensemble(settings, find, resources);
    let from = 0;
    const restored: Estimator[] = [];
    for (const [i, { parameters, seesLabels, scale, ...member }] of members.entries()) {
      const definition = find(member.model, saved.task.kind);
      const seen = labels ? rowsOfCopy(labels, i % settings.copies) : saved.trainRows;
      const part = {
        ...{ ...member, task: { ...saved.task, ...scale }, trainRows: seesLabels ? seen : new Int32Array(0) },
        parameters: saved.parameters
          .slice(from, from + parameters)
          .map(({ name, shape }) => ({ name: name.slice(`${i}/`.length), shape })),
        weights: saved.weights.slice(from, from + parameters),
      };
      restored.push(definition.restore(part, settingsOf(definition, member.settings), resources));
      from += parameters;
    }
    ensemble.#members = restored;
    ensemble.#learned = { task: saved.task, seed: saved.seed };
    return ensemble;
  }

  get task(): LearnedTask {
    return fitted(this.#learned).task;
  }

  get hasEmbedding(): boolean {
    return this.#members.every(({ hasEmbedding }) => hasEmbedding);
  }

  get usesTrainingLabels(): boolean {
    return this.#members.some(({ usesTrainingLabels }) => usesTrainingLabels);
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    this.dispose();
    const planned = plannedMembers(this.#settings, problem, this.#find, this.#resources);
    const seconds: Record<string, number> = {};
    let numParameters = 0;
    let storeProblem: HeteroGraphError | undefined;
    const rows = ascendingRows(problem.split.train, problem.split.valid, problem.split.test);
    const predictions: Float32Array[] = [];
    const isDealt = this.#settings.validation === 'dealt';
    const heldOut: (readonly [Int32Array, Float32Array])[] = [];
    for (const [i, { definition, settings, ownProblem }] of planned.entries()) {
      const { checkpointDir } = this.#resources;
      const own = checkpointDir === undefined ? {} : { checkpointDir: `${checkpointDir}/member-${i}` };
      const member = definition.create(settings, { ...this.#resources, ...own });
      let report: FitReport;
      try {
        report = await member.fit(ownProblem, run);
        // Without what it computed in advance, which would stay in memory for every member.
        if (report.training?.stoppedBy !== 'abort') {
          predictions.push(await member.predict(rows, run));
          const { valid } = ownProblem.split;
          if (isDealt) heldOut.push([valid, placed(rows, predictions.at(-1)!, valid)!]);
          this.#members = [...this.#members, definition.restore(await member.save(), settings, this.#resources)];
        }
      } finally {
        member.dispose();
      }
      seconds[`${definition.name} ${i + 1}`] = Object.values(report.seconds).reduce((sum, value) => sum + value, 0);
      numParameters += report.numParameters ?? 0;
      storeProblem ??= report.storeProblem;
      if (report.training?.stoppedBy === 'abort') return { seconds, training: report.training };
    }
    const task = taskOf(problem);
    this.#learned = { task, seed: problem.seed, graph: problem.graph };
    this.#known = { rows, values: combined(task, predictions) };
    if (isDealt) this.#heldOut = ofOthers(task, heldOut, this.#settings.copies);
    return { seconds, numParameters, ...(storeProblem ? { storeProblem } : {}) };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const { task, graph } = fitted(this.#learned);
    const isSame = options.graph === undefined || options.graph === graph;
    const known = isSame && this.#known ? placed(this.#known.rows, this.#known.values, rows) : undefined;
    if (known) return known;
    const predictions: Float32Array[] = [];
    for (const [i, member] of this.#members.entries())
      predictions.push(await member.predict(rows, this.#ofMember(i, options)));
    return combined(task, predictions);
  }

  get heldOut(): HeldOutPredictions | undefined {
    return this.#heldOut;
  }

  /** Those of all members side by side. */
  async embed(rows: Int32Array, options: InferenceOptions = {}): Promise<Embedding> {
    fitted(this.#learned);
    if (!this.hasEmbedding) throw noEmbedding(this.name);
    const parts: Embedding[] = [];
    for (const [i, member] of this.#members.entries()) parts.push(await member.embed(rows, this.#ofMember(i, options)));
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    const values = new Float32Array(rows.length * width);
    let at = 0;
    for (const part of parts) {
      for (let r = 0; r < rows.length; r++) {
        values.set(part.values.subarray(r * part.width, (r + 1) * part.width), r * width + at);
      }
      at += part.width;
    }
    return { values, width };
  }

  async save(): Promise<SavedModel> {
    const { task, seed } = fitted(this.#learned);
    const parts = await Promise.all(this.#members.map((member) => member.save()));
    const members = parts.map(({ model, settings, seed: ownSeed, state, parameters, trainRows, task: own }) => ({
      ...{ model, settings: { ...settings }, seed: ownSeed, state: { ...state } },
      ...{ parameters: parameters.length, seesLabels: trainRows.length > 0 },
      ...(own.kind === 'regression' ? { scale: scaleOf(own) } : {}),
    }));
    const { copies, validation } = this.#settings;
    const first = parts.findIndex(({ trainRows }) => trainRows.length > 0);
    const seen = parts.slice(first, first + copies).map(({ trainRows }) => trainRows);
    const labels = first >= 0 && validation === 'dealt' ? joinRows(seen) : undefined;
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: { members } },
      parameters: [
        ...parts.flatMap(({ parameters }, i) => parameters.map(({ name, shape }) => ({ name: `${i}/${name}`, shape }))),
        ...(labels ? [{ name: HELD_OUT_BY, shape: [labels.rows.length] }] : []),
      ],
      weights: [...parts.flatMap(({ weights }) => weights), ...(labels ? [labels.heldOutBy] : [])],
      trainRows: labels?.rows ?? parts[first]?.trainRows ?? new Int32Array(0),
    };
  }

  /** What the first member remarks of a graph, the others need not. */
  #ofMember(member: number, { onRemark, graph = this.#learned?.graph, ...run }: InferenceOptions): InferenceOptions {
    return { ...run, ...(graph ? { graph } : {}), ...(member === 0 && onRemark ? { onRemark } : {}) };
  }

  dispose(): void {
    for (const member of this.#members) member.dispose();
    this.#members = [];
    this.#known = undefined;
    this.#heldOut = undefined;
    this.#learned = undefined;
  }
}

/** What a member's own numbers mean. */
const scaleOf = ({ mean, deviation, link }: LearnedNumbers) => ({ mean, deviation, ...(link ? { link } : {}) });
