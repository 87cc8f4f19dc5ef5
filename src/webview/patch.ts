/** Brings a tree of nodes onto the page and changes only what differs, so that focus, selection and open hints stay. */
import type { Attributes, VNode } from './vnode.ts';

const drawn = new WeakMap<Node, VNode>();

/** Makes the children of an element the given nodes. */
export function patchChildren(parent: Element, nodes: readonly VNode[]): void {
  const keyed = new Map<string, ChildNode>();
  for (const child of parent.childNodes) {
    const key = keyOf(drawn.get(child));
    if (key !== undefined) keyed.set(key, child);
  }
  let at: ChildNode | null = parent.firstChild;
  for (const node of nodes) {
    const key = keyOf(node);
    const old: ChildNode | null = key === undefined ? at : (keyed.get(key) ?? null);
    const fits = old !== null && (key !== undefined || keyOf(drawn.get(old)) === undefined) && isSame(drawn.get(old), node);
    const element = fits ? old : make(node);
    if (element !== at) parent.insertBefore(element, at);
    else at = at.nextSibling;
    update(element, node);
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

function keyOf(node: VNode | undefined): string | undefined {
  return node === undefined || typeof node === 'string' ? undefined : node.attributes.key;
}

function isSame(old: VNode | undefined, node: VNode): boolean {
  if (old === undefined) return false;
  if (typeof old === 'string' || typeof node === 'string') return typeof old === typeof node;
  return old.tag === node.tag && old.attributes.key === node.attributes.key;
}

function make(node: VNode): ChildNode {
  return typeof node === 'string' ? document.createTextNode(node) : document.createElement(node.tag);
}

function update(target: ChildNode, node: VNode): void {
  const old = drawn.get(target);
  drawn.set(target, node);
  if (typeof node === 'string') {
    if (old !== node) target.textContent = node;
    return;
  }
  const element = target as HTMLElement;
  const before = typeof old === 'object' ? flat(old.attributes) : new Map<string, string>();
  const after = flat(node.attributes);
  for (const name of before.keys()) if (!after.has(name)) unset(element, name);
  for (const [name, value] of after) if (before.get(name) !== value) set(element, name, value);
  if (node.attributes.opaque !== true) patchChildren(element, node.children);
}

/** Attributes by the names that they have on the page; custom properties begin with two dashes. */
function flat({ key: _key, opaque: _opaque, numbers, event, aria, ...plain }: Attributes): Map<string, string> {
  const all = new Map<string, string>(Object.entries(plain));
  for (const [name, value] of Object.entries(aria ?? {})) all.set(`aria-${name}`, value);
  for (const [name, value] of Object.entries(event ?? {})) all.set(`data-${name}`, value);
  for (const [name, value] of Object.entries(numbers ?? {})) all.set(`--${name}`, String(value));
  return all;
}

function set(element: HTMLElement, name: string, value: string): void {
  if (name.startsWith('--')) element.style.setProperty(name, value);
  else element.setAttribute(name, value);
}

function unset(element: HTMLElement, name: string): void {
  if (name.startsWith('--')) element.style.removeProperty(name);
  else element.removeAttribute(name);
}
