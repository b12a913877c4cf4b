/**
 * What a person reads comes from the catalogues, and everything in the catalogues is read: found in the page's sources by
 * TypeScript's own parser and types.
 */
import path from "node:path";
import ts from "typescript";

/** Attributes whose value is shown or read aloud. */
const SHOWN = new Set([
  "aria-label",
  "aria-description",
  "aria-valuetext",
  "title",
  "placeholder",
  "alt",
  "label",
  "hint",
]);
/** Notation that is the same in every language. */
const NOTATION = /^p\d\d$/;
/** A letter of any script. */
const LETTER = /\p{L}/u;

/** The page's program, without its tests. @param config path of its tsconfig.json */
export function pageProgram(config: string): ts.Program {
  const read = ts.readConfigFile(config, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(config));
  const files = parsed.fileNames.filter((file) => !isTest(file));
  return ts.createProgram({
    rootNames: files,
    options: { ...parsed.options, noEmit: true },
    ...(parsed.projectReferences === undefined ? {} : { projectReferences: parsed.projectReferences }),
  });
}

const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\//.test(file);

const sourcesOf = (program: ts.Program, folder: string): readonly ts.SourceFile[] =>
  program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder) && !isTest(fileName));

/** Words in code that a person would see, as `file:line text`. */
export function literalsIn(sources: readonly ts.SourceFile[], root: string): string[] {
  const found: string[] = [];
  for (const source of sources) {
    const tell = (node: ts.Node, text: string): void => {
      if (!LETTER.test(text) || NOTATION.test(text.trim())) return;
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push(`${path.relative(root, source.fileName)}:${line} ${JSON.stringify(text.trim())}`);
    };
    const visit = (node: ts.Node): void => {
      if (ts.isJsxText(node)) tell(node, node.text);
      else if (ts.isJsxExpression(node) && node.expression !== undefined && isShown(node)) {
        for (const literal of literalsOf(node.expression)) tell(literal, literal.text);
      } else if (ts.isJsxAttribute(node) && SHOWN.has(node.name.getText(source))) {
        if (node.initializer !== undefined && ts.isStringLiteral(node.initializer)) tell(node, node.initializer.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** A child of an element, or the value of an attribute that is shown. */
const isShown = (node: ts.JsxExpression): boolean =>
  ts.isJsxAttribute(node.parent) ? SHOWN.has(node.parent.name.getText()) : true;

type Literal = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

/** What an expression may come to, without what it compares or calls. */
function literalsOf(expression: ts.Expression): Literal[] {
  if (ts.isStringLiteralLike(expression)) return [expression];
  if (ts.isParenthesizedExpression(expression)) return literalsOf(expression.expression);
  if (ts.isTemplateExpression(expression)) {
    return [expression.head, ...expression.templateSpans.map(({ literal }) => literal)];
  }
  if (ts.isConditionalExpression(expression)) {
    return [...literalsOf(expression.whenTrue), ...literalsOf(expression.whenFalse)];
  }
  if (!ts.isBinaryExpression(expression)) return [];
  const { operatorToken, left, right } = expression;
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return literalsOf(right);
  const isChoice =
    operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
    operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isChoice ? [...literalsOf(left), ...literalsOf(right)] : [];
}

/**
 * Entries of the catalogue that nothing reads, as paths. What is indexed by a value or spread counts as read whole.
 * @param catalogue the file that exports the catalogue, and under which name
 * @param folder of the catalogues: reading inside it does not count
 */
export function unusedIn(
  program: ts.Program,
  sources: readonly ts.SourceFile[],
  catalogue: { file: string; name: string; folder: string },
): string[] {
  const checker = program.getTypeChecker();
  const used = new Set<ts.Declaration>();
  const mark = (symbol: ts.Symbol | undefined): void => {
    for (const declaration of symbol?.declarations ?? []) used.add(declaration);
  };
  const markAll = (type: ts.Type, deep = true): void => {
    const parts = type.isUnion() ? type.types : [type];
    for (const property of parts.flatMap((part) => part.getProperties())) {
      mark(property);
      const isOurs = property.valueDeclaration?.getSourceFile().fileName.startsWith(catalogue.folder);
      if (isOurs && deep) markAll(checker.getTypeOfSymbol(property));
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) mark(checker.getSymbolAtLocation(node.name));
    else if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      const type = checker.getTypeAtLocation(node.expression);
      if (ts.isStringLiteralLike(key)) mark(checker.getPropertyOfType(type, key.text));
      else markAll(type);
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      const type = checker.getTypeAtLocation(node.parent);
      if (node.dotDotDotToken !== undefined) markAll(type);
      else if (ts.isIdentifier(name)) mark(checker.getPropertyOfType(type, name.text));
    } else if (ts.isConditionalExpression(node)) {
      // Of two groups of one shape the type keeps only one: what is read of their choice may be of either.
      for (const branch of [node.whenTrue, node.whenFalse]) {
        const type = checker.getTypeAtLocation(branch);
        if (isOf(type, catalogue.folder)) markAll(type, false);
      }
    } else if (ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) {
      markAll(checker.getTypeAtLocation(node.expression));
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) if (!source.fileName.startsWith(catalogue.folder)) visit(source);

  const file = program.getSourceFile(catalogue.file);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const exported = module === undefined ? undefined : checker.getExportsOfModule(module);
  const root = exported?.find(({ name }) => name === catalogue.name);
  if (root === undefined || file === undefined) throw new Error(`${catalogue.file} exports no ${catalogue.name}`);
  return unread(checker, checker.getTypeOfSymbolAtLocation(root, file), used, catalogue.folder, "");
}

/** A group of entries of the catalogue. */
const isOf = (type: ts.Type, folder: string): boolean =>
  type.symbol?.declarations?.some((one) => one.getSourceFile().fileName.startsWith(folder)) ?? false;

function unread(
  checker: ts.TypeChecker,
  type: ts.Type,
  used: ReadonlySet<ts.Declaration>,
  folder: string,
  at: string,
): string[] {
  return type.getProperties().flatMap((property) => {
    const declaration = property.valueDeclaration;
    // Declared by a type of somebody else, such as the codes of a protocol: read by value.
    if (declaration === undefined || !declaration.getSourceFile().fileName.startsWith(folder)) return [];
    const here = `${at}.${property.name}`;
    if (!property.declarations?.some((one) => used.has(one))) return [here];
    const inner = checker.getTypeOfSymbol(property);
    const isWords =
      inner.getCallSignatures().length > 0 || checker.isArrayType(inner) || !(inner.flags & ts.TypeFlags.Object);
    return isWords ? [] : unread(checker, inner, used, folder, here);
  });
}

/** Every finding in the project's page. @param root of the repository */
export function checkPage(root: string): { literals: string[]; unused: string[] } {
  const web = path.join(root, "web");
  const program = pageProgram(path.join(web, "tsconfig.json"));
  // Binds the sources: from then on nodes know their parents.
  program.getTypeChecker();
  const sources = sourcesOf(program, path.join(web, "src/ui"));
  const folder = path.join(web, "src/ui/strings");
  return {
    literals: literalsIn(sources, root),
    unused: unusedIn(program, sources, { file: path.join(folder, "ja.ts"), name: "ja", folder }),
  };
}
