/** Writes everything that follows from code: the settings of the manifest and the rule table of the README. Run by `npm run gen`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { configurationBlock, replaceBetween, ruleTable } from './manifest.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: Record<string, unknown> };
manifest.contributes.configuration = configurationBlock();
writeFileSync('package.json', await format(JSON.stringify(manifest), { parser: 'json-stringify', filepath: 'package.json' }));
writeFileSync('README.md', replaceBetween(readFileSync('README.md', 'utf8'), 'rules', ruleTable()));
