// What both sides of a kernel call must agree on, made from src/compute/layout.json: where the control words lie in shared memory, and the
// number of every kernel. The AssemblyScript side gets constants and the dispatcher, the TypeScript side the same as objects.
//
// `kernels` in the table names, by group and AssemblyScript file, the functions `(args: usize, begin: i32, end: i32, worker: i32): void`
// that the pool can run; TypeScript calls them by the same names. A group is a switch of its own in the dispatcher.

/** @returns texts of the generated files, by name */
export function layoutFiles({ control, kernels }) {
  let next = 0;
  const groups = Object.entries(kernels).map(([name, files]) => ({
    name,
    first: next,
    functions: Object.values(files)
      .flat()
      .map((each) => [each, next++]),
    imports: Object.entries(files).map(([file, names]) => `import { ${names.join(', ')} } from '../${file}';`),
  }));
  return {
    'control.ts': controlConstants(control),
    'dispatch.ts': dispatcher(groups),
    'layout.ts': `${made}/** Byte addresses of the control words in shared memory. */
export const controlWords = ${JSON.stringify(control, undefined, 2)} as const;

/** Numbers of the kernels. */
export const kernelIds = ${JSON.stringify(Object.fromEntries(groups.flatMap(({ functions }) => functions)), undefined, 2)} as const;

export type KernelName = keyof typeof kernelIds;
`,
  };
}

const made = '// Made by scripts/build-wasm.mjs from src/compute/layout.json.\n';

function controlConstants(control) {
  return (
    made +
    Object.entries(control)
      .map(([name, at]) => `export const ${name.toUpperCase()}: usize = ${at};\n`)
      .join('')
  );
}

function dispatcher([first, ...others]) {
  const parameters = 'kernel: i32, args: usize, begin: i32, end: i32, worker: i32';
  const cases = ({ functions }) =>
    functions.map(([name, id]) => `    case ${id}: ${name}(args, begin, end, worker); break;\n`).join('');
  const functionOf = ({ name }) => `dispatch${name[0].toUpperCase()}${name.slice(1)}`;
  const rest = [...others].reverse().map((group, i) => {
    const call = `${functionOf(group)}(kernel, args, begin, end, worker);`;
    return `${i > 0 ? '      else ' : '      '}${i < others.length - 1 ? `if (kernel >= ${group.first}) ` : ''}${call}\n`;
  });
  return `${made}${[first, ...others].flatMap(({ imports }) => imports).join('\n')}
${others
  .map(
    (group) => `
function ${functionOf(group)}(${parameters}): void {
  switch (kernel) {
${cases(group)}    default: unreachable();
  }
}
`,
  )
  .join('')}
export function dispatch(${parameters}): void {
  switch (kernel) {
${cases(first)}    default:
${rest.join('')}  }
}
`;
}
