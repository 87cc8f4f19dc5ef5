import type { Expr } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/**
 * The source of a callee on one line. In languages whose requests are chains of calls, arguments are left out, so that
 * `Prism::text()->using(Provider::OpenAI, "gpt-4o")->asText` reads `Prism::text()->using(…)->asText`.
 */
export function calleeText(file: LinkedFile, expr: Expr): string {
  const { language } = file.facts;
  if (language === 'python' || language === 'typescript' || language === 'javascript') return plain(file.text.slice(expr.start, expr.end));
  return chain(file, expr, 0);
}

function chain(file: LinkedFile, expr: Expr, depth: number): string {
  const { text } = file;
  if (depth < 100 && expr.kind === 'member' && expr.object.end <= expr.end && expr.object.start >= expr.start)
    return `${chain(file, expr.object, depth + 1)}${plain(withoutComments(text.slice(expr.object.end, expr.end)))}`;
  if (depth < 100 && expr.kind === 'call' && expr.callee.end <= expr.argList.start)
    return `${chain(file, expr.callee, depth + 1)}${plain(withoutComments(text.slice(expr.callee.end, expr.argList.start)))}${expr.args.length === 0 ? '()' : '(…)'}`;
  return plain(text.slice(expr.start, expr.end));
}

function withoutComments(source: string): string {
  return source.replace(/\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\//g, '');
}

/** Without white space but between words: `new Api().chat`, `(await client()).chat`. */
function plain(source: string): string {
  return source.replace(/(\w?)\s+(?=(\w?))/g, (_, before: string, after: string) =>
    before !== '' && after !== '' ? `${before} ` : before,
  );
}
