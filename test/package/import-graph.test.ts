import { describe, expect, it } from 'vitest';
import { circles, fileImports, folderImports, isEntry } from './import-graph.js';

const graphOf = (texts: Readonly<Record<string, string>>) => fileImports(Object.keys(texts), (file) => texts[file]!);

describe('the graph of imports', () => {
  it('sees a circle of three files, of which one import is of types only', () => {
    const graph = graphOf({
      'src/a/x.ts': "import { y } from './y.js';",
      'src/a/y.ts': "import type { Z } from '../b/z.js';",
      'src/b/z.ts': "export { x } from '../a/x.js';",
      'src/b/w.ts': "import '../a/x.js';",
    });
    expect(circles(graph)).toEqual([['src/a/x.ts', 'src/a/y.ts', 'src/b/z.ts']]);
    expect(circles(folderImports(graph))).toEqual([['src/a', 'src/b']]);
  });

  it('sees imports over several lines and dynamic ones', () => {
    const graph = graphOf({
      'src/a/x.ts': "import {\n  y,\n  type Z,\n} from './y.js';",
      'src/a/y.ts': "const x = await import('./x.js');",
    });
    expect(circles(graph)).toEqual([['src/a/x.ts', 'src/a/y.ts']]);
  });

  it('sees a circle between a folder and its sub-folder, though no files form one', () => {
    const graph = graphOf({
      'src/a/x.ts': "import { y } from './inner/y.js';",
      'src/a/inner/y.ts': '',
      'src/a/inner/w.ts': "import { z } from '../z.js';",
      'src/a/z.ts': '',
    });
    expect(circles(graph)).toEqual([]);
    expect(circles(folderImports(graph))).toEqual([['src/a', 'src/a/inner']]);
  });

  it('finds nothing where imports go one way', () => {
    const graph = graphOf({ 'src/a/x.ts': "import { y } from '../b/y.js';", 'src/b/y.ts': "import 'node:fs';" });
    expect(circles(graph)).toEqual([]);
    expect(circles(folderImports(graph))).toEqual([]);
  });

  it('knows the entries of rooms', () => {
    const entries = ['src/index.ts', 'src/graph/index.ts', 'src/graph/internal.ts', 'src/index.browser.ts'];
    expect([...entries, 'src/cli/main.ts'].every(isEntry)).toBe(true);
    expect(['src/graph/columns/index.ts', 'src/graph/schema.ts', 'src/main.ts'].some(isEntry)).toBe(false);
  });
});
