import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A published package, pinned by version and hash. */
export interface PinnedPackage {
  readonly registry: 'npm' | 'pypi';
  readonly name: string;
  readonly version: string;
  /** File name of the archive, as the registry's client saves it: a wheel, or a tarball of npm. */
  readonly archive: string;
  /** Of the archive, hexadecimal. */
  readonly sha256: string;
  /** SPDX expression, or what the package says where it says no such thing. Nothing of the package is kept in this repository. */
  readonly license: string;
  /** Why the package is here: what it calls models with, or what it looks like. */
  readonly why: string;
  /** Folders or files to read, relative to the root of the package; undefined for all. Leaves out second builds of the same source. */
  readonly sources?: readonly string[];
  /** The package calls no model, whatever its method names look like: a call site in it is a false alarm. */
  readonly lookAlike?: true;
}

/** Every package of `packages.json`, in the order of the snapshot. */
export const packages: readonly PinnedPackage[] = (
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'packages.json'), 'utf8')) as { readonly packages: readonly PinnedPackage[] }
).packages;

/** One word for a package in messages and the snapshot. */
export function titleOf({ registry, name, version }: Pick<PinnedPackage, 'registry' | 'name' | 'version'>): string {
  return `${registry} ${name} ${version}`;
}
