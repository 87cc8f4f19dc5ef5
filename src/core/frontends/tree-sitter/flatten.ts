import type { Tree } from 'web-tree-sitter';
import { SyntaxTree } from '../syntax-tree.ts';

/** Nodes copied between two pauses. */
const NODES_PER_STEP = 4000;

/** Copies a wasm tree into a {@link SyntaxTree} piece by piece; after the last piece nothing refers to the wasm tree any more. */
export function* flatten(tree: Tree, text: string): Generator<undefined, SyntaxTree> {
  let capacity = Math.max(64, Math.ceil(text.length / 2));
  let kinds = new Uint16Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let subtreeEnds = new Uint32Array(capacity);
  let errors = new Uint8Array(capacity);
  let fields = new Uint16Array(capacity);
  let tokens = new Uint8Array(capacity);
  const names: string[] = [];
  const open: number[] = [];
  let size = 0;
  const cursor = tree.walk();
  const errorKind = 0xffff;
  try {
    for (let inside = true; inside;) {
      if (size === capacity) {
        capacity *= 2;
        kinds = grown(new Uint16Array(capacity), kinds);
        starts = grown(new Uint32Array(capacity), starts);
        ends = grown(new Uint32Array(capacity), ends);
        subtreeEnds = grown(new Uint32Array(capacity), subtreeEnds);
        errors = grown(new Uint8Array(capacity), errors);
        fields = grown(new Uint16Array(capacity), fields);
        tokens = grown(new Uint8Array(capacity), tokens);
      }
      const kind = cursor.nodeTypeId;
      names[kind] ??= cursor.nodeType;
      kinds[size] = kind;
      starts[size] = cursor.startIndex;
      ends[size] = cursor.endIndex;
      errors[size] = kind === errorKind || cursor.nodeIsMissing ? 1 : 0;
      fields[size] = cursor.currentFieldId;
      tokens[size] = cursor.nodeIsNamed ? 0 : 1;
      open.push(size++);
      if (size % NODES_PER_STEP === 0) yield undefined;
      if (cursor.gotoFirstChild()) continue;
      for (;;) {
        const index = open.pop();
        if (index === undefined) {
          inside = false;
          break;
        }
        subtreeEnds[index] = size;
        if (cursor.gotoNextSibling()) break;
        if (!cursor.gotoParent()) {
          for (const rest of open.splice(0)) subtreeEnds[rest] = size;
          inside = false;
          break;
        }
      }
    }
  } finally {
    cursor.delete();
  }
  return new SyntaxTree(text, names, {
    size,
    kinds: kinds.subarray(0, size),
    starts: starts.subarray(0, size),
    ends: ends.subarray(0, size),
    subtreeEnds: subtreeEnds.subarray(0, size),
    errors: errors.subarray(0, size),
    fields: fields.subarray(0, size),
    fieldNames: tree.language.fields,
    tokens: tokens.subarray(0, size),
  });
}

/** A tree with nothing in it, and the reason. */
export function emptyTree(text: string, reason: string): SyntaxTree {
  return new SyntaxTree(
    text,
    [''],
    {
      size: 1,
      kinds: new Uint16Array(1),
      starts: new Uint32Array(1),
      ends: Uint32Array.of(text.length),
      subtreeEnds: Uint32Array.of(1),
      errors: Uint8Array.of(1),
    },
    reason,
  );
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
