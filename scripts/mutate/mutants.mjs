// Makes the mutants of a source file: single small changes that a test should notice.
import ts from 'typescript';

const K = ts.SyntaxKind;
const comparisons = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
]);
const arithmetic = new Map([
  [K.PlusToken, '-'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '/'],
  [K.SlashToken, '*'],
  [K.PlusEqualsToken, '-='],
  [K.MinusEqualsToken, '+='],
]);
const logic = new Map([
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
]);
/** Properties and parameters whose text is for people: no test compares it. */
const prose = new Set(['message', 'hint', 'description', 'what', 'stage', 'unit', 'cause']);
/** Numbers above are sizes of blocks and caches as a rule, which change speed alone. */
const LARGEST_NUMBER = 255;

/**
 * @param {ts.SourceFile} source
 * @param {ts.TypeChecker} checker
 * @returns {{ kind: string, start: number, end: number, text: string }[]} each replaces [start, end) by `text`
 */
export function mutantsOf(source, checker) {
  const found = [];
  const put = (kind, node, text) => found.push({ kind, start: node.getStart(source), end: node.getEnd(), text });
  const visit = (node) => {
    if (isTypeOnly(node) || isProse(node)) return;
    mutate(node, { put, source, checker });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function mutate(node, { put, source, checker }) {
  const text = (part) => part.getText(source);
  const typeOf = (part) => checker.getTypeAtLocation(part);
  if (ts.isBinaryExpression(node)) {
    const token = node.operatorToken;
    if (comparisons.has(token.kind)) put('comparison', token, comparisons.get(token.kind));
    if (logic.has(token.kind)) put('logic', token, logic.get(token.kind));
    if (arithmetic.has(token.kind) && isNumber(typeOf(node.left)) && isNumber(typeOf(node.right)))
      put('arithmetic', token, arithmetic.get(token.kind));
  }
  if (ts.isIfStatement(node) || ts.isWhileStatement(node))
    put('condition', node.expression, `!(${text(node.expression)})`);
  if (ts.isConditionalExpression(node)) put('condition', node.condition, `!(${text(node.condition)})`);
  if (
    ts.isNumericLiteral(node) &&
    Number(node.text) <= LARGEST_NUMBER &&
    !isShift(node.parent) &&
    node.parent.name !== node
  )
    put('number', node, `(${node.text} + 1)`);
  if (node.kind === K.TrueKeyword || node.kind === K.FalseKeyword)
    put('default', node, node.kind === K.TrueKeyword ? 'false' : 'true');
  if (ts.isStringLiteral(node) && isPlainString(node)) put('string', node, `'${node.text}~'`);
  if (ts.isExpressionStatement(node) && isRemovable(node.expression)) put('statement', node, ';');
  if (ts.isCallExpression(node)) swapped(node, { put, text, typeOf, checker });
  if (ts.isReturnStatement(node) && node.expression) {
    const changed = changedValue(text(node.expression), typeOf(node.expression));
    if (changed) put('return', node.expression, changed);
  }
}

function swapped(node, { put, text, typeOf, checker }) {
  for (let i = 0; i + 1 < node.arguments.length; i++) {
    const [a, b] = [node.arguments[i], node.arguments[i + 1]];
    if (!isSimple(a) || !isSimple(b) || text(a) === text(b)) continue;
    const [typeA, typeB] = [a, b].map((part) => checker.typeToString(checker.getBaseTypeOfLiteralType(typeOf(part))));
    if (typeA !== typeB || typeA === 'any') continue;
    const list = { getStart: (source) => a.getStart(source), getEnd: () => b.getEnd() };
    put('arguments', list, `${text(b)}, ${text(a)}`);
    return;
  }
}

function changedValue(text, type) {
  if (type.flags & ts.TypeFlags.BooleanLike) return `!(${text})`;
  if (type.flags & ts.TypeFlags.NumberLike) return `(${text}) + 1`;
  if (type.flags & ts.TypeFlags.String) return `(${text}) + '~'`;
  return undefined;
}

function isTypeOnly(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((each) => each.kind === K.DeclareKeyword))
  );
}

/** Text for people: messages and hints of errors, progress, descriptions. */
function isProse(node) {
  if (ts.isPropertyAssignment(node) && prose.has(node.name.getText())) return true;
  if (ts.isTemplateExpression(node)) return inErrorCall(node);
  return false;
}

function inErrorCall(node) {
  for (let up = node.parent; up && !ts.isStatement(up); up = up.parent) {
    if (ts.isNewExpression(up) && up.expression.getText().endsWith('Error')) return true;
  }
  return node.parent?.kind === K.ThrowStatement;
}

function isPlainString(node) {
  const parent = node.parent;
  if (ts.isLiteralTypeNode(parent) || (ts.isCallExpression(parent) && parent.expression.kind === K.ImportKeyword))
    return false;
  if (parent.kind === K.ExpressionStatement) return false;
  return node.text !== '' && !/[\s'\\~]/.test(node.text) && /^[\x20-\x7e]+$/.test(node.text);
}

function isRemovable(expression) {
  if (ts.isCallExpression(expression)) return expression.expression.kind !== K.SuperKeyword;
  if (ts.isAwaitExpression(expression)) return true;
  return ts.isBinaryExpression(expression) && expression.operatorToken.kind === K.EqualsToken;
}

function isSimple(node) {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isNumericLiteral(node);
}

function isShift(parent) {
  return (
    ts.isBinaryExpression(parent) &&
    [K.LessThanLessThanToken, K.GreaterThanGreaterThanToken, K.GreaterThanGreaterThanGreaterThanToken].includes(
      parent.operatorToken.kind,
    )
  );
}

function isNumber(type) {
  return Boolean(type.flags & ts.TypeFlags.NumberLike);
}
