/** Names that a Python module gives out when they are asked for: by its function `__getattr__` (PEP 562), with a table of where they stand. */
import type { Expr, FileFacts, ImportTarget } from '../facts.ts';

/** Where a name of a module with `__getattr__` is imported from; undefined for a module without it, and for a name that it does not show. */
export function lazyExport({ language, scopes }: FileFacts, name: string): ImportTarget | undefined {
  const module = scopes[0];
  const given = module?.bindings.get('__getattr__')?.at(-1);
  if (language !== 'python' || module === undefined || given === undefined) return undefined;
  // `if name == "Router": from .router import Router`.
  const inside = given.defines === undefined ? undefined : scopes[given.defines]?.bindings.get(name)?.at(-1)?.import;
  if (inside !== undefined) return inside;
  for (const bindings of module.bindings.values()) {
    const table = bindings.at(-1)?.value;
    const found = table?.kind === 'dict' ? inTable(table.entries, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `{"Router": "app.router"}`, `{"Router": (".router", "QueryRouter")}` and `{"router": ["Router", …]}`. */
function inTable(entries: readonly { readonly key: Expr | undefined; readonly value: Expr }[], name: string): ImportTarget | undefined {
  for (const { key, value } of entries) {
    if (key?.kind !== 'text') continue;
    const texts = value.kind === 'list' ? value.items.map((item) => (item.value.kind === 'text' ? item.value.value : '')) : [];
    if (key.value === name) {
      if (value.kind === 'text') return named(value.value, name);
      const [module, own = name] = texts;
      if (module !== undefined && module !== '') return { module, name: own === '' ? name : own };
    } else if (texts.includes(name)) return { module: key.value.startsWith('.') ? key.value : `.${key.value}`, name };
  }
  return undefined;
}

/** `app.router`, or with the name behind it: `app.router:Router`, `app.router.Router`. */
function named(path: string, name: string): ImportTarget {
  const [module = '', own = name] = path.split(':', 2);
  if (own === name && module.endsWith(`.${name}`)) return { module: module.slice(0, -name.length - 1), name };
  return { module, name: own };
}
