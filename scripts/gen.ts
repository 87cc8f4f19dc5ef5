/** Writes everything that follows from code: settings of the manifest, rule table of the README, schema of pennylint.yaml, table of precision. Run by `npm run gen`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { configKeyTable, configSchemaText } from './config-schema.ts';
import { precisionTable, type Judged } from './precision.ts';
import { configurationBlock, replaceBetween, ruleTable } from './manifest.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: Record<string, unknown> };
manifest.contributes.configuration = configurationBlock();
writeFileSync('package.json', await format(JSON.stringify(manifest), { parser: 'json-stringify', filepath: 'package.json' }));
writeFileSync('README.md', replaceBetween(readFileSync('README.md', 'utf8'), 'rules', ruleTable()));
mkdirSync('schemas', { recursive: true });
writeFileSync('schemas/pennylint.schema.json', configSchemaText());
writeFileSync('docs/configuration.md', replaceBetween(readFileSync('docs/configuration.md', 'utf8'), 'keys', configKeyTable()));
const { judged } = JSON.parse(readFileSync('test/ecosystem/precision.json', 'utf8')) as { judged: readonly Judged[] };
writeFileSync('docs/precision.md', replaceBetween(readFileSync('docs/precision.md', 'utf8'), 'precision', precisionTable(judged)));
