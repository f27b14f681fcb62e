import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where to look for each entry, newest layout first. */
const ENTRIES = {
  index: ['index.js'],
  graph: ['graph/index.js'],
  datasets: ['datasets/index.js'],
  compute: ['compute/index.js'],
  tensor: ['tensor/index.js', 'compute/tensor/index.js'],
  schedule: ['schedule/index.js', 'compute/index.js'],
  propagation: ['propagation/index.js'],
  influence: ['influence/index.js'],
  training: ['training/index.js'],
  models: ['models/index.js'],
};

/** Names that changed: what is called here by the first is looked up by each in turn. */
const RENAMED = {
  evaluateSeeds: ['evaluateSeeds', 'scoreSeeds', 'judgeSeeds'],
};

/** The public entries of a dist folder, with names that changed found under any of their names. */
export async function entriesOf(dist) {
  const api = {};
  for (const [name, places] of Object.entries(ENTRIES)) {
    const place = places.map((path) => join(resolve(dist), path)).find((path) => existsSync(path));
    const entry = place ? await import(pathToFileURL(place).href) : {};
    const renamed = Object.entries(RENAMED).flatMap(([now, names]) => {
      const found = names.find((each) => each in entry);
      return found ? [[now, entry[found]]] : [];
    });
    api[name] = { ...entry, ...Object.fromEntries(renamed) };
  }
  return api;
}

/** A graph's hash: a function over the graph, or a method of it. */
export function hashOfGraph({ graph }, value) {
  const hash = graph.hashGraph ?? graph.graphHash ?? graph.hash;
  return [hash ? hash(value) : value.hash()].map(String);
}

/** Frees what is held, by whichever verb. */
export function free(holder) {
  (holder?.dispose ?? holder?.close ?? holder?.release)?.call(holder);
}
