// What types a user of the package compiles: of the declarations that tsc wrote into dist, only those that a public entry reaches are
// kept, statement by statement, and TensorFlow.js and zod are named through our own declarations of them. So a stranger's compiler meets no
// declarations of other packages but Apache Arrow's, and needs neither `skipLibCheck` nor the DOM.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Packages whose own declarations do not compile everywhere, and the file of dist that stands for their types. */
const STAND_INS = {
  '@tensorflow/tfjs-core': 'tensor/tfjs-types.d.ts',
  '@tensorflow/tfjs-backend-cpu': 'tensor/tfjs-types.d.ts',
  'zod/mini': 'core/zod-types.d.ts',
};

export function keepPublicDeclarations(dist, manifest) {
  const files = new Map();
  const fileAt = (path) => {
    if (!files.has(path)) files.set(path, readDeclarations(path, dist));
    return files.get(path);
  };
  const waiting = entriesOf(manifest.exports).map((entry) => [join(dist, entry), '*']);
  while (waiting.length > 0) {
    const [path, name] = waiting.pop();
    waiting.push(...want(fileAt(path), name));
  }
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!path.endsWith('.d.ts')) continue;
    const file = files.get(path);
    if (file) writeFileSync(path, textOf(file));
    else rmSync(path);
  }
}

function entriesOf(exports) {
  if (typeof exports !== 'string') return Object.values(exports).flatMap(entriesOf);
  return exports.endsWith('.d.ts') ? [exports.replace('./dist/', '')] : [];
}

/** A file's statements: what each declares, which names it mentions, and where those that it imports come from. */
function readDeclarations(path, dist) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const place = (specifier) => {
    const standIn = STAND_INS[specifier];
    if (standIn) return join(dist, standIn);
    return specifier.startsWith('.') ? resolve(dirname(path), specifier.replace(/\.js$/, '.d.ts')) : undefined;
  };
  const file = { path, text, source, place, parts: [], imported: new Map(), wanted: new Set() };
  for (const statement of source.statements) addStatement(file, statement);
  return file;
}

function addStatement(file, statement) {
  const from = statement.moduleSpecifier && file.place(statement.moduleSpecifier.text);
  if (ts.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) file.imported.set(bindings.name.text, [from, '*']);
    for (const each of bindings?.elements ?? [])
      file.imported.set(each.name.text, [from, (each.propertyName ?? each.name).text]);
    file.parts.push({ statement, isImport: true });
  } else if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause) file.parts.push({ statement, rest: from });
    else if (ts.isNamespaceExport(clause))
      file.parts.push({ statement, declares: [clause.name.text], from: [[from, '*']] });
    else
      file.parts.push({
        statement,
        from: clause.elements.map((each) => [from, (each.propertyName ?? each.name).text]),
        elements: clause.elements,
      });
  } else {
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((each) => each.name.text)
      : [statement.name?.text];
    file.parts.push({
      statement,
      declares: names,
      mentions: namesIn(statement),
      calls: importTypesIn(file, statement),
    });
  }
}

function namesIn(node) {
  const names = new Set();
  const visit = (each) => {
    if (ts.isIdentifier(each)) names.add(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return names;
}

/** `import("./x.js").Name`, as tsc writes a type that the source does not name. */
function importTypesIn({ place }, node) {
  const found = [];
  const visit = (each) => {
    if (ts.isImportTypeNode(each)) {
      let qualifier = each.qualifier;
      while (qualifier && ts.isQualifiedName(qualifier)) qualifier = qualifier.left;
      found.push([place(each.argument.literal.text), qualifier?.text ?? '*']);
    }
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** Marks a name of a file as used; returns what that uses in other files. */
function want(file, name) {
  if (file.wanted.has(name)) return [];
  file.wanted.add(name);
  const used = [];
  const local = (each) => (file.imported.has(each) ? file.imported.get(each) : [file.path, each]);
  if (file.imported.has(name)) used.push(file.imported.get(name));
  for (const part of file.parts) {
    if (part.isImport) continue;
    if (part.rest !== undefined) used.push([part.rest, name]);
    else if (part.elements) {
      for (const [i, element] of part.elements.entries()) {
        const [from, inner] = part.from[i];
        if (name === '*' || element.name.text === name) used.push(from ? [from, inner] : local(inner));
      }
    } else if (name === '*' || part.declares.includes(name)) {
      used.push(...(part.from ?? part.calls), ...[...(part.mentions ?? [])].map(local));
    }
  }
  return used.filter(([path]) => path !== undefined && (path !== file.path || !file.wanted.has('*')));
}

function isWanted({ wanted }, name) {
  return wanted.has('*') || wanted.has(name);
}

function textOf(file) {
  const out = [];
  for (const part of file.parts) {
    const { statement } = part;
    if (part.isImport) out.push(importText(file, statement));
    else if (part.elements) {
      const kept = part.elements
        .filter((element) => isWanted(file, element.name.text))
        .map((element) => element.getText());
      const from = statement.moduleSpecifier ? ` from '${specifierOf(file, statement)}'` : '';
      if (kept.length > 0) {
        out.push(`export ${statement.isTypeOnly ? 'type ' : ''}{ ${kept.join(', ')} }${from};`);
      }
    } else if (part.rest !== undefined || part.declares.some((name) => name === undefined || isWanted(file, name))) {
      out.push(statement.getFullText().trim());
    }
  }
  return `${out.filter((text) => text !== '').join('\n')}\nexport {};\n`;
}

/** An import less the names that no kept statement mentions. */
function importText(file, statement) {
  const bindings = statement.importClause?.namedBindings;
  if (!bindings) return '';
  const mentioned = new Set(
    file.parts
      .filter((part) => part.elements || part.declares?.some((name) => name === undefined || isWanted(file, name)))
      .flatMap((part) =>
        part.elements ? part.elements.map((each) => (each.propertyName ?? each.name).text) : [...(part.mentions ?? [])],
      ),
  );
  const from = specifierOf(file, statement);
  const type = statement.importClause.isTypeOnly ? 'type ' : '';
  if (ts.isNamespaceImport(bindings)) {
    return mentioned.has(bindings.name.text) ? `import ${type}* as ${bindings.name.text} from '${from}';` : '';
  }
  const kept = bindings.elements.filter((each) => mentioned.has(each.name.text)).map((each) => each.getText());
  return kept.length > 0 ? `import ${type}{ ${kept.join(', ')} } from '${from}';` : '';
}

function specifierOf({ path, place }, { moduleSpecifier: { text } }) {
  if (text.startsWith('.') || !(text in STAND_INS)) return text;
  const to = relative(dirname(path), place(text)).replace(/\.d\.ts$/, '.js');
  return to.startsWith('.') ? to : `./${to}`;
}
