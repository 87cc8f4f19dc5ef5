/** The parts of package.json that follow from code: settings. `npm run gen` writes them, a test compares them. */
import { rules, settingDeclarations } from '../src/core/index.ts';
import { spendSettingDeclarations } from '../src/shared/spend-settings.ts';

type SettingSchema = Record<string, unknown>;

/** `contributes.configuration` of the manifest. */
export function configurationBlock(): { title: string; properties: Record<string, SettingSchema> } {
  const properties: Record<string, SettingSchema> = {};
  settingDeclarations.forEach((setting, order) => {
    const schema: SettingSchema = {
      type: setting.type,
      default: setting.default,
      scope: setting.scope,
      order,
      markdownDescription: setting.doc,
    };
    if (setting.values !== undefined) {
      schema.enum = setting.values.map((entry) => entry.value);
      schema.markdownEnumDescriptions = setting.values.map((entry) => entry.doc);
    }
    if (setting.minimum !== undefined) schema.minimum = setting.minimum;
    if (setting.entries !== undefined) schema.additionalProperties = setting.entries;
    if (setting.key === 'rules') {
      const severities = { type: 'string', enum: ['off', 'hint', 'information', 'warning', 'error'] };
      schema.properties = Object.fromEntries(rules.map((rule) => [rule.id, { ...severities, description: rule.summary }]));
      schema.additionalProperties = severities;
    }
    properties[`pennylint.${setting.key}`] = schema;
  });
  spendSettingDeclarations.forEach(({ key, scope, schema }, index) => {
    properties[`pennylint.${key}`] = { ...schema, scope, order: settingDeclarations.length + index };
  });
  return { title: 'Pennylint', properties };
}

/** The rule table of the README, between its two marks. */
export function ruleTable(): string {
  const rows = rules.map(
    (rule) => `| [\`${rule.id}\`](src/core/rules/${rule.id}.md) | ${rule.summary} | ${rule.category} | ${rule.severity} |`,
  );
  return ['| rule | finds | about | default |', '|---|---|---|---|', ...rows].join('\n');
}

/** A text with what stands between two marks replaced. Throws when the marks are missing. */
export function replaceBetween(text: string, name: string, content: string): string {
  const start = `<!-- generated: ${name} -->`;
  const end = '<!-- end -->';
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The marks of "${name}" are missing.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
