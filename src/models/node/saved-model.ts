import { expectMembers, HeteroGraphError, nodeModule } from '../../core/index.js';
import type { LinkEstimator } from '../core/link-types.js';
import type { NodeEmbeddings } from '../core/node-embeddings.js';
import type { Estimator, ModelResources } from '../core/types.js';
import { GraphClassifier } from '../graphs/classifier.js';
import { restoreLinkModel, restoreModel } from '../registry.js';
import { restoreEmbeddings, savedEmbeddings } from '../unsupervised/encoder.js';
import { type Content, made, modelFolder, readSaved, writeSaved } from './model-folder.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * Writes a fitted model into a folder, whole or not at all; a model that is there is replaced.
 *
 * @throws {HeteroGraphError} NOT_FITTED; WRITE_FAILED with the cause
 */
export async function saveModel(model: Estimator, folder: string): Promise<void> {
  expectMembers(model, 'model', { save: 'function' });
  const saved = await model.save();
  const { fittedOn: before, ...task } = saved.task;
  const seen = before ? { fittedOn: { nodeTypes: [...before.nodeTypes], relations: [...before.relations] } } : {};
  const what = task.kind === 'classification' ? { ...task, classes: [...task.classes] } : task;
  await writeSaved(folder, saved, { ...what, ...seen });
}

/** The same of a model of links. */
export async function saveLinkModel(model: LinkEstimator, folder: string): Promise<void> {
  expectMembers(model, 'model', { save: 'function' });
  const saved = await model.save();
  const edgeTypes = saved.task.edgeTypes.map(([from, name, to]): [string, string, string] => [from, name, to]);
  await writeSaved(folder, saved, { kind: 'links', edgeTypes });
}

/**
 * The fitted model in a folder; which one it is, the folder says. `predict` and `embed` need a graph.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file; UNKNOWN_MODEL where it
 * was not registered; UNSUPPORTED_BY_MODEL where it is one of links
 */
export async function loadModel(folder: string, resources: ModelResources = {}): Promise<Estimator> {
  const saved = await readSaved(folder);
  const { task } = saved;
  if (task.kind !== 'classification' && task.kind !== 'regression') throw otherTask(folder, task.kind);
  return made(folder, () => restoreModel({ ...saved, task }, resources));
}

/** The fitted model of links in a folder. @throws {HeteroGraphError} as {@link loadModel} */
export async function loadLinkModel(folder: string, resources: ModelResources = {}): Promise<LinkEstimator> {
  const saved = await readSaved(folder);
  const { task } = saved;
  if (task.kind !== 'links') throw otherTask(folder, task.kind);
  return made(folder, () => restoreLinkModel({ ...saved, task }, resources));
}

/**
 * Writes embeddings into a folder, with the model that gave them where it can give others; what is there is replaced.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; WRITE_FAILED with the cause
 */
export async function saveEmbeddings(embeddings: NodeEmbeddings, folder: string): Promise<void> {
  expectMembers(embeddings, 'embeddings', { model: 'text', width: 'number', valuesOf: 'function' });
  const { nodeTypes, ...saved } = savedEmbeddings(embeddings);
  await writeSaved(
    folder,
    { ...saved, trainRows: new Int32Array(0) },
    { kind: 'embedding', nodeTypes: [...nodeTypes] },
  );
}

/**
 * The embeddings in a folder.
 *
 * @throws {HeteroGraphError} as {@link loadModel}
 * @example
 * const embeddings = await loadEmbeddings('runs/shop/model');
 */
export async function loadEmbeddings(folder: string): Promise<NodeEmbeddings> {
  const saved = await readSaved(folder);
  const { task, trainRows: _, ...rest } = saved;
  if (task.kind !== 'embedding') throw otherTask(folder, task.kind);
  return made(folder, () => restoreEmbeddings({ ...rest, nodeTypes: task.nodeTypes }));
}

/** The same of a model of whole graphs. */
export async function saveGraphModel(model: GraphClassifier, folder: string): Promise<void> {
  expectMembers(model, 'model', { save: 'function' });
  const { task, ...saved } = model.save();
  const content = { ...task, nodeTypes: [...task.nodeTypes] };
  await writeSaved(folder, { ...saved, trainRows: new Int32Array(0) }, content);
}

/** The fitted model of whole graphs in a folder. @throws {HeteroGraphError} as {@link loadModel} */
export async function loadGraphModel(folder: string): Promise<GraphClassifier> {
  const { task, trainRows: _, ...rest } = await readSaved(folder);
  if (task.kind !== 'graphs') throw otherTask(folder, task.kind);
  return made(folder, () => GraphClassifier.restore({ ...rest, task }));
}

function otherTask(folder: string, kind: Content['task']['kind']): HeteroGraphError {
  return new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The saved model was trained for ${kind}.`, {
    file: join(folder, modelFolder.manifest),
    hint: 'Use loadLinkModel for links, loadEmbeddings for embedding, loadGraphModel for graphs, loadModel for classes and numbers of nodes.',
  });
}
