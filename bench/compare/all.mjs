// Ours against every peer that is installed, interleaved: npm run bench -- compare --python PYTHON --peers FOLDER [--runs 5]
import { execFileSync } from 'node:child_process';
import { attentionBench } from './attention.mjs';
import { gemmBench } from './gemm.mjs';
import { rphgnnPrecompute } from './rphgnn-precompute.mjs';
import { spmmBench } from './spmm.mjs';

export async function compare(_, options) {
  const { python = 'python3' } = options;
  const has = (module) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const rows = [];
  const part = async (name, module, bench, names) => {
    if (!has(module)) rows.push({ bench: name, left: `${module} is not installed for ${python}` });
    else for (const row of (await bench(names, options)).rows) rows.push({ bench: name, ...row });
  };
  await part('spmm', 'torch, scipy', spmmBench, []);
  await part('gemm', 'torch', gemmBench, []);
  await part('attention', 'torch_geometric', attentionBench, []);
  await part('rphgnn-precompute', 'torch', rphgnnPrecompute, ['hgb-acm']);
  return { rows, summary: 'as the single benchmarks say' };
}
