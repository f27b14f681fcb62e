/** Rooms from the ground up: a room may import itself and rooms of a lower rank, never one beside or above it. */
const rank = {
  core: 0,
  files: 1,
  compute: 1,
  tensor: 2,
  schedule: 2,
  graph: 2,
  layers: 3,
  datasets: 3,
  propagation: 3,
  influence: 3,
  analytics: 3,
  sampling: 3,
  training: 4,
  data: 4,
  ranking: 4,
  models: 5,
  anomaly: 5,
  viz: 6,
  recommend: 6,
  relational: 7,
  experiments: 8,
  serve: 9,
  cli: 10,
};

const rooms = Object.keys(rank);

const direction = rooms.map((room) => ({
  name: `${room}-imports-down`,
  severity: 'error',
  comment: `${room} may import only rooms below it`,
  from: { path: `^src/${room}/` },
  to: {
    path: rooms
      .filter((other) => other !== room && rank[other] >= rank[room])
      .map((other) => `^src/${other}/`)
      .concat('^src/index\\.ts$'),
  },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphan-rooms', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|examples)/' } },
    {
      name: 'tensorflow-in-one-room',
      severity: 'error',
      comment: 'only tensor may know TensorFlow.js',
      from: { path: '^src/', pathNot: '^src/tensor/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'graph-without-tensors',
      severity: 'error',
      from: { path: '^src/(graph|datasets|data|propagation|influence|analytics|ranking|sampling)/' },
      to: { path: '^src/tensor/' },
    },
    ...rooms.map((room) => ({
      name: `${room}-is-entered-by-its-index`,
      severity: 'error',
      comment: 'another room is imported by its index or internal file only',
      from: { path: '^src/', pathNot: `^src/${room}/` },
      to: { path: `^src/${room}/`, pathNot: `^src/${room}/(index|internal)\\.ts$` },
    })),
    {
      name: 'only-the-command-line-knows-commander',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: 'node_modules/(commander|cli-progress)/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^src/', pathNot: 'kernels/.*generated' },
      to: { couldNotResolve: true },
    },
    ...direction,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/compute/assembly/(?!generated)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
