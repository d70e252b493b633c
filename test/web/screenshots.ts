import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { webId } from './fixture-inventory.ts';
import { chromium, type Page } from 'playwright-core';

/** `node test/web/screenshots.ts FOLDER [--base URL] [--pages a,b] [--widths 360,1280] [--themes dark] [--axe]` */
const folder = process.argv[2] ?? '/tmp/shots';
const option = (name: string): string | undefined => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const base = option('--base') ?? 'http://localhost:8199';
const widths = (option('--widths') ?? '360,768,1280,1920').split(',').map(Number);
const themes = (option('--themes') ?? 'light,dark').split(',');
const wanted = option('--pages')?.split(',');
const as = option('--as');
const withAxe = process.argv.includes('--axe');

const open = (selector: string) => async (page: Page): Promise<void> => { await page.locator(selector).first().click(); await page.waitForTimeout(500); };
const views: [name: string, path: string, prepare?: (page: Page) => Promise<void>][] = [
  ['overview', '/app/'],
  ['findings', '/app/findings'],
  ['finding', '/app/findings', open('.row-link')],
  ['runs', '/app/runs'],
  ['run', '/app/runs', open('.row-link')],
  ['schedules', '/app/schedules'],
  ['deliveries', '/app/deliveries'],
  ['delivery-slack', '/app/deliveries?channel=slack', open('.row-link')],
  ['delivery-email', '/app/deliveries?channel=email', open('.row-link')],
  ['channels', '/app/settings/channels'],
  ['connections', '/app/settings/connections'],
  ['rules', '/app/settings/rules'],
  ['service', '/app/settings/service'],
  ['inventory', '/app/inventory'],
  ['inventory-filtered', '/app/inventory?type=aws:ec2:volume,aws:ec2:instance&tag=env=prod'],
  ['inventory-tag', '/app/inventory', open('.chip:has-text("Tag")')],
  ['inventory-search', '/app/inventory', async (page) => { await page.getByRole('combobox', { name: 'Search resources' }).fill('shop'); await page.waitForTimeout(600); }],
  ['resource-quick', '/app/inventory?q=shop', open('.row-link')],
  ['resource', `/app/inventory/resource?id=${encodeURIComponent(webId)}`],
  ['governance', '/app/governance'],
  ['files', '/app/files'],
  ['files-drawer', '/app/files', open('.file-link')],
  ['files-alert', '/app/files', open('.alert-actions button')],
  ['files-accept', '/app/files', open('.alert-actions button:nth-child(2)')],
  ['jobs', '/app/extraction'],
  ['job-running', '/app/extraction?status=running', open('.row-link')],
  ['job-ended', '/app/extraction?status=partial', open('.row-link')],
  ['extraction-start', '/app/extraction', open('.page-actions button')],
  ['extraction-schedules', '/app/extraction/schedules'],
  ['extraction-schedule', '/app/extraction/schedules', open('.page-actions button')],
  ['transports', '/app/extraction/transports'],
  ['transport-batches', '/app/extraction/transports', open('.transport-queue .link-button')],
  ['transport', '/app/extraction/transports', open('.page-actions button')],
  ['people', '/app/settings/people'],
  ['tokens', '/app/settings/tokens'],
  ['account', '/app/settings/account'],
  ['audit-log', '/app/settings/audit-log'],
  ['invitation', '/app/invitation#token=abc'],
  ['reset', '/app/reset#token=abc'],
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
let problems = 0;
async function look(theme: string, width: number): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  if (as !== undefined) await context.addCookies([{ name: 'as', value: as, url: base }]);
  const page = await context.newPage();
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('about:srcdoc')) { problems += 1; console.log(`console ${theme} ${width}: ${message.text()}`); } });
  page.on('pageerror', (error) => { problems += 1; console.log(`error ${theme} ${width}: ${error.message}`); });
  for (const [name, path, prepare] of views) {
    if (wanted !== undefined && !wanted.includes(name)) continue;
    await page.goto(`${base}${path}`);
    await page.waitForTimeout(900);
    await prepare?.(page).catch((error: unknown) => { problems += 1; console.log(`${name}: ${String(error).slice(0, 200)}`); });
    const isWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    if (isWide === true) { problems += 1; console.log(`overflow: ${name} ${theme} ${width}`); }
    const isDrawer = ['finding', 'delivery-slack', 'delivery-email', 'resource-quick', 'inventory', 'inventory-tag', 'inventory-search', 'inventory-filtered', 'findings', 'files-drawer', 'files-accept', 'extraction-start', 'extraction-schedule', 'transport'].includes(name);
    await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: !isDrawer });
    if (withAxe) problems += await audit(page, `${name} ${theme} ${width}`);
  }
  await context.close();
}
await Promise.all(themes.flatMap((theme) => widths.map((width) => look(theme, width))));
await browser.close();
console.log(problems === 0 ? 'no problems' : `${problems} problems`);

async function audit(page: Page, where: string): Promise<number> {
  // A frame that runs no script cannot be examined from inside.
  if (await page.locator('iframe').count() > 0) await page.getByRole('tab', { name: 'Plain text' }).click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
  for (const each of serious) console.log(`axe ${where}: ${each.id} (${each.nodes.length}) ${each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  return serious.length;
}
