import { baseSettings, channelSetting } from '../src/config/declare.ts';
import { artifactJsonSchema } from '../src/core/artifact.ts';
import { errorCodes } from '../src/core/errors.ts';
import { channels } from '../src/delivery/index.ts';
import { resourceTypes } from '../src/providers/index.ts';
import { rules } from '../src/rules/index.ts';

/** The generated pages of docs/reference, by path. */
export async function referencePages(): Promise<[file: string, text: string][]> {
  await Promise.resolve();
  return [
    ['docs/reference/resource-types.md', resourceTypePage()],
    ['docs/reference/rules.md', rulePage()],
    ['docs/reference/errors.md', errorPage()],
    ['docs/reference/settings.md', settingPage()],
    ['docs/reference/artifact.schema.json', `${JSON.stringify(artifactJsonSchema(), undefined, 2)}\n`],
  ];
}

const table = (head: string[], rows: string[][]): string =>
  [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)].join('\n');

function resourceTypePage(): string {
  const sections = [...resourceTypes.values()].map((type) => {
    const attributes = Object.entries(type.attributes.shape).map(([name, schema]) => [`\`${name}\``, (schema as { description?: string }).description ?? '']);
    return `## \`${type.id}\`\n\n${type.title} (${type.nativeType}), ${type.locality}. ${type.reads}\n\nPermissions: ${permissionText(type)}\n\n${table(['attribute', 'meaning'], attributes)}\n`;
  });
  return `# Resource types\n\nGenerated from the units; do not edit.\n\n${sections.join('\n')}`;
}

/** Names of the provider; those of the file system are words. */
function permissionText({ id, permissions }: { id: string; permissions: readonly string[] }): string {
  if (permissions.length === 0) return 'none';
  const names = permissions.map((name) => `\`${name}\``).join(', ');
  return id.startsWith('files:') ? `${names} of the file system` : names;
}

function rulePage(): string {
  const rows = [...rules.values()].map((rule) => [
    `\`${rule.id}\``,
    rule.title,
    `\`${rule.resourceType}\``,
    rule.severity,
    Object.entries(rule.parameters).map(([name, { value, help }]) => `\`${name}\` = ${String(value)}: ${help}`).join('<br>'),
    rule.rationale,
  ]);
  return `# Rules\n\nGenerated from the units; do not edit.\n\n${table(['id', 'title', 'type', 'severity', 'parameters', 'why'], rows)}\n`;
}

function errorPage(): string {
  return `# Error codes\n\nGenerated from \`src/core/errors.ts\`; do not edit.\n\n${table(['code', 'what it says'], Object.entries(errorCodes).map(([code, text]) => [`\`${code}\``, text]))}\n`;
}

function settingPage(): string {
  const settings = [...baseSettings, ...Object.values(channels).flatMap(({ fields }) => fields.map((field) => channelSetting(field)))];
  const shown = (value: unknown): string => (value === undefined || (Array.isArray(value) && value.length === 0) ? '' : `\`${String(value)}\``);
  const rows = settings.map(({ name, default: fallback, help, allowed, isEditable, isSecret }) => [`\`${name}\``, shown(fallback), `${help}${isSecret ? ' (secret)' : ''}`, allowed, isEditable ? 'yes' : 'at the start only']);
  return `# Settings\n\nGenerated from the declarations; do not edit. In the file named by \`CONFIG_FILE\` the names are in lower case. Precedence: flag, environment, file, dashboard, default.\n\n${table(['setting', 'default', 'meaning', 'allowed', 'changeable while running'], rows)}\n`;
}
