/**
 * The panel as data: what stands on it is a tree of these nodes, made by pure functions, printed as text in tests and brought onto the page by
 * `patch.ts`. Text can only be text: there is no way to write markup.
 */

/** Attributes that a node may have. */
export interface Attributes {
  readonly class?: string;
  /** Keeps the element of a node when its place among its siblings changes. */
  readonly key?: string;
  readonly id?: string;
  readonly role?: string;
  readonly tabindex?: '0' | '-1';
  readonly scope?: 'col' | 'row';
  readonly type?: 'button';
  readonly title?: string;
  /** Numbers for the style sheet, as custom properties: `share` becomes `--share`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** What a click on it means; see `main.ts`. */
  readonly event?: Readonly<Record<string, string>>;
  readonly aria?: Readonly<Record<string, string>>;
  /** What is inside belongs to somebody else, such as the chart. */
  readonly opaque?: true;
}

/** Elements that the panel is made of. */
export type Tag =
  | 'button'
  | 'caption'
  | 'dd'
  | 'div'
  | 'dl'
  | 'dt'
  | 'h2'
  | 'header'
  | 'li'
  | 'ol'
  | 'p'
  | 'section'
  | 'span'
  | 'strong'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul';

/** An element or a text. */
export type VNode = string | { readonly tag: Tag; readonly attributes: Attributes; readonly children: readonly VNode[] };

/** A child that may be missing. */
export type Child = VNode | readonly VNode[] | undefined;

/** Makes a node; missing children are left out. */
export function h(tag: Tag, attributes: Attributes, ...children: readonly Child[]): VNode {
  return { tag, attributes, children: children.flatMap((child) => child ?? []) };
}

/** All texts of a node, in reading order. */
export function textOf(node: VNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

/** A tree as lines, for tests: one element per line, with its role, what a click means, and its text. */
export function printNode(node: VNode, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (typeof node === 'string') return `${indent}${JSON.stringify(node)}\n`;
  const { class: name, role, event, aria, numbers } = node.attributes;
  const words = [
    node.tag + (name === undefined ? '' : `.${name.replace(/ /g, '.')}`),
    ...(role === undefined ? [] : [`role=${role}`]),
    ...Object.entries(aria ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`),
    ...Object.entries(numbers ?? {}).map(([key, value]) => `${key}:${Number(value.toFixed(3))}`),
    ...(event === undefined ? [] : [`click=${Object.values(event).join(':')}`]),
  ];
  const [only] = node.children;
  if (node.children.length === 1 && typeof only === 'string') return `${indent}${words.join(' ')} ${JSON.stringify(only)}\n`;
  return `${indent}${words.join(' ')}\n${node.children.map((child) => printNode(child, depth + 1)).join('')}`;
}
