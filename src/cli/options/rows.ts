import { Option } from 'commander';

export function rowsOption(): Option {
  return new Option('--rows <which>', 'which nodes: all, the test rows, or those without a label')
    .choices(['all', 'test', 'unlabelled'])
    .default('all');
}
