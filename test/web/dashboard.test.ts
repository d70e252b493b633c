import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { webId } from './fixture-inventory.ts';
import { startFixtureServer } from './fixture-server.ts';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const isBuilt = existsSync(join(import.meta.dirname, '../../dist/web/index.html'));

describe.skipIf(!existsSync(browserPath) || !isBuilt)('the dashboard in a browser (needs chromium and a build)', { timeout: 60_000 }, () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let base: string;
  let complaints: string[];

  beforeAll(async () => {
    server = await startFixtureServer(0);
    base = `http://localhost:${(server.address() as AddressInfo).port}/app`;
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });
  beforeEach(async () => {
    complaints = [];
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints.filter((each) => !each.includes('about:srcdoc'))).toEqual([]);
  });

  test('every figure of the overview leads to a list', async () => {
    await page.goto(`${base}/`);
    const figure = page.locator('a.figure').first();
    const value = await figure.locator('.figure-value').textContent();
    await figure.click();
    await page.getByRole('heading', { level: 1, name: new RegExp(`^${value} unused resources`) }).waitFor();
    expect(page.url()).toContain('headline=true');
  });

  test('findings can be walked by keyboard, and the address holds what is open', async () => {
    await page.goto(`${base}/findings`);
    await page.locator('[data-row="3"]').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const first = new URL(page.url()).searchParams.get('id');
    await page.keyboard.press('j');
    await page.waitForFunction(`new URLSearchParams(location.search).get('id') !== '${first}'`);
    await page.keyboard.press('k');
    await page.waitForFunction(`new URLSearchParams(location.search).get('id') === '${first}'`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('jenkins');
    await page.waitForURL(/q=jenkins/);
    await page.locator('.row-link', { hasText: 'jenkins-home' }).first().waitFor();
  });

  test('a change to many findings can be taken back', async () => {
    await page.goto(`${base}/findings`);
    for (const row of [0, 1]) await page.locator(`[data-row="${row}"] input`).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Suppress' }).click();
    await page.getByText('2 findings suppressed').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').waitFor();
  });

  test('a scan started from the palette fills in while it runs', async () => {
    await page.goto(`${base}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('scan now');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/[0-9a-f-]+/);
    await page.locator('.cell-good').first().waitFor();
    await page.getByRole('button', { name: 'Cancel the scan' }).click();
    await page.getByRole('button', { name: 'Cancel the scan' }).waitFor({ state: 'detached' });
  });

  test('a mail is shown in a frame that runs nothing', async () => {
    await page.goto(`${base}/deliveries?channel=email`);
    await page.locator('.row-link').first().click();
    const frame = page.locator('iframe.mail-frame');
    await frame.waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('');
    await page.frameLocator('iframe.mail-frame').getByText('a month').waitFor();
  });

  const as = (who: string) => page.context().addCookies([{ name: 'as', value: who, url: base.replace('/app', '') }]);
  const tamper = (paths: string[]) => fetch(`${base.replace('/app', '')}/fixture/tamper`, { method: 'POST', body: JSON.stringify({ paths }) });
  const paths = Array.from({ length: 5 }, (_, index) => `/etc/nginx/conf.d/default-${index * 4}.conf`);

  test('many tampered files are three toasts and a count, and no row moves under the pointer', async () => {
    await page.goto(`${base}/files?status=verified,tampered`);
    const first = await page.locator('[data-row="0"] .file-link').getAttribute('aria-label');
    await page.locator('.live-connected').waitFor();
    await tamper(paths);
    await page.getByText('and 2 more').waitFor();
    expect(await page.getByRole('alert').filter({ hasText: 'File tampered with' }).count()).toBe(3);
    await page.getByText(/more changes? since you opened this list/).waitFor();
    expect(await page.locator('[data-row="0"] .file-link').getAttribute('aria-label')).toBe(first);
    await page.getByRole('button', { name: /more changes? since you opened this list/ }).click();
    await page.getByRole('alert').filter({ hasText: 'File tampered with' }).first().getByRole('button', { name: 'Open' }).click();
    await page.getByRole('dialog').waitFor();
    expect(new URL(page.url()).searchParams.get('file')).not.toBeNull();
  });

  test('a link of a message shows what one cause changed, and all of it is accepted with one note', async () => {
    await page.goto(`${base}/files`);
    await page.getByRole('button', { name: 'Show them' }).first().click();
    await page.waitForURL(/alert=/);
    await page.getByRole('button', { name: 'Accept all…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Accept 60 changes' });
    await dialog.getByRole('textbox', { name: 'Why is it right?' }).fill('release 4.2');
    await dialog.getByRole('button', { name: 'Accept 60' }).click();
    await page.getByText('60 changes accepted').waitFor();
  });

  test('an exclude pattern says what it would have hidden before it can be saved', async () => {
    await page.goto(`${base}/files`);
    await page.getByRole('button', { name: 'Actions for /etc', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Leave files out…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave files out' });
    expect(await dialog.getByRole('button', { name: 'Leave them out' }).count()).toBe(0);
    await dialog.getByRole('textbox', { name: 'Pattern' }).fill('*sshd_config');
    await dialog.getByRole('button', { name: 'What would this have hidden?' }).click();
    await dialog.getByText(/It would have hidden \d+ changes? of the last 90 days/).waitFor();
    await dialog.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByText('without 4 patterns').waitFor();
  });

  test('a file that is too large says so beside its name, and the others go on', async () => {
    await page.goto(`${base}/files`);
    await page.getByRole('tab', { name: 'Upload & scan' }).click();
    await page.locator('input[type=file]').first().setInputFiles([{ name: 'huge.iso', mimeType: 'application/octet-stream', buffer: Buffer.alloc(64) }, { name: 'small.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    await page.locator('.upload-item', { hasText: 'huge.iso' }).getByText('Register it by its path instead').waitFor();
    await page.locator('.upload-item', { hasText: 'small.txt' }).getByText('Registered').waitFor();
    expect(complaints.splice(0).filter((each) => !each.includes('413'))).toEqual([]);
  });

  test('a list of sha256sum is announced as expected changes', async () => {
    await page.goto(`${base}/files`);
    await page.getByRole('button', { name: 'Announce changes…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Announce changes' });
    const [choosing] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: 'File of hashes' }).click()]);
    await choosing.setFiles({ name: 'deploy.sha256', mimeType: 'text/plain', buffer: Buffer.from(`${'a'.repeat(64)}  /srv/app/main.js\n${'b'.repeat(64)} */srv/app/lib.js\n`) });
    await dialog.getByText('2 paths, /srv/app/main.js').waitFor();
    await dialog.getByRole('button', { name: 'Announce' }).click();
    await page.getByText('deploy is expected').waitFor();
  });

  test('signing in asks for the code where a second factor is on', async () => {
    await as('anonymous');
    await page.goto(`${base}/findings?severity=high`);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('olga@example.com');
    await page.locator('input[type=password]').fill('four words of a phrase');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('textbox', { name: 'Code' }).fill('123456');
    await as('administrator');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('table', { name: 'Findings' }).waitFor();
    expect(page.url()).toContain('severity=high');
    // A session that ends shows the same page again, where one is.
    await as('anonymous');
    await page.getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(complaints.splice(0).filter((each) => !each.includes('401'))).toEqual([]);
  });

  test('who may not operate sees which role may', async () => {
    await as('corporate');
    await page.goto(`${base}/`);
    const scan = page.getByRole('button', { name: 'Run a scan now' });
    expect(await scan.getAttribute('aria-disabled')).toBe('true');
    await scan.hover();
    await page.getByText('Only Technical users and administrators run scans. You are Corporate.').waitFor();
    await page.goto(`${base}/settings/channels`);
    await page.getByText('Only Technical users and administrators change channels. You are Corporate.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).first().isDisabled()).toBe(true);
    await page.goto(`${base}/files`);
    await page.locator('.file-link').first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept…' }).hover();
    await page.getByText('Only Technical users, administrators and whoever registered it answer for it. You are Corporate.').waitFor();
    await as('personal');
    await page.goto(`${base}/`);
    await page.getByRole('link', { name: 'To your files' }).click();
    await page.getByText('Only Technical users and administrators control the scheduler. You are Personal.').waitFor();
  });

  test('an extraction is started with its cost in sight, watched and cancelled', async () => {
    await page.goto(`${base}/extraction`);
    await page.getByRole('button', { name: 'Start an extraction…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start an extraction' });
    const estimate = dialog.getByRole('region', { name: 'Estimate' });
    await estimate.getByText('296 targets').waitFor();
    await dialog.getByRole('combobox', { name: 'Services' }).fill('security group');
    await page.getByRole('option', { name: /ec2/ }).click();
    await estimate.getByText('80 targets').waitFor();
    await dialog.getByRole('heading', { name: 'Start an extraction' }).click();
    await dialog.getByRole('button', { name: 'Filters, budget and batches' }).click();
    await dialog.getByRole('button', { name: 'Add a filter' }).click();
    await dialog.getByRole('textbox', { name: 'Filter 1: value' }).fill('web-*');
    await dialog.getByRole('textbox', { name: 'At most this many calls' }).fill('900');
    await dialog.getByRole('button', { name: 'Start the extraction' }).click();
    await page.waitForURL(/\/extraction\/jobs\/[0-9a-f-]+/);
    await page.getByRole('heading', { level: 1, name: /of 296 targets read/ }).waitFor();
    await page.getByText('Being read now').waitFor();
    await page.getByRole('button', { name: 'Cancel the extraction' }).click();
    await page.getByRole('heading', { level: 1, name: /^Cancelled after/ }).waitFor();
  });

  test('a job says what it lacked, what it left and what did not arrive, and sends that again', async () => {
    await page.goto(`${base}/extraction?status=partial`);
    await page.getByRole('table', { name: 'Extraction jobs' }).locator('.row-link').first().click();
    await page.getByRole('heading', { level: 1, name: /24 targets left for the next job/ }).waitFor();
    await page.getByRole('button', { name: 'Copy the permission' }).first().waitFor();
    await page.getByRole('img', { name: /^vpc, sa-east-1: .*Left for the next job. last read/ }).waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('200 artifacts go out again.').waitFor();
  });

  test('a cron expression is explained as it is typed, and its schedule can be paused and deleted', async () => {
    await page.goto(`${base}/extraction/schedules`);
    await page.getByRole('button', { name: 'Add a schedule…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an extraction schedule' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Weekend');
    await dialog.getByRole('button', { name: 'Mondays' }).click();
    await dialog.getByText('Every week at 03:00 UTC.').waitFor();
    await dialog.getByRole('textbox', { name: 'Cron expression' }).fill('30 7 * *');
    await dialog.getByText('A cron expression has five fields.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Add the schedule' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Cron expression' }).fill('30 7 * * 6');
    await dialog.getByText(/Sunday to|0 and 7 are Sunday/).waitFor();
    expect(complaints.splice(0).filter((each) => !each.includes('422'))).toEqual([]);
    await expect.poll(() => dialog.locator('.cron-next tbody tr').count()).toBe(10);
    await dialog.getByRole('button', { name: 'Add the schedule' }).click();
    const item = page.locator('.schedule-item', { hasText: 'Weekend' });
    await item.getByRole('button', { name: 'Actions for Weekend' }).click();
    await page.getByRole('menuitem', { name: 'Pause…' }).click();
    await page.getByRole('textbox', { name: 'Why' }).fill('moving house');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await item.getByText('Paused: moving house').waitFor();
    await item.getByRole('button', { name: 'Actions for Weekend' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('textbox', { name: 'Type “Weekend” to delete it' }).fill('Weekend');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await item.waitFor({ state: 'detached' });
  });

  test('a transport says what waits and why, and a locked one why it is', async () => {
    await page.goto(`${base}/extraction/transports`);
    const card = page.locator('.transport-list > li', { hasText: 'cmdb' });
    await card.getByRole('button', { name: 'Test' }).click();
    await card.getByText('The receiver answered 503').waitFor();
    await card.getByRole('button', { name: 'Show the batches' }).click();
    await card.getByText('Given up').first().waitFor();
    const fixed = page.locator('.transport-list > li', { hasText: 'configured' });
    await fixed.getByText('Set by TRANSPORT_TYPE').waitFor();
    expect(await fixed.getByRole('switch').first().isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Add a transport…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a transport' });
    await dialog.getByText('S3 bucket').click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('copy');
    expect(await dialog.getByRole('button', { name: 'Add the transport' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Bucket' }).fill('example-copy');
    await dialog.getByRole('button', { name: 'Add the transport' }).click();
    await page.locator('.transport-list > li', { hasText: 'copy' }).waitFor();
    await as('corporate');
    await page.reload();
    await page.getByText('Only administrators change transports. You are Corporate.').first().waitFor();
  });

  test('the inventory is searched as one types, narrowed by facets and tags, and walked by keyboard', async () => {
    await page.goto(`${base}/inventory`);
    await page.getByRole('heading', { level: 1, name: /^\d+ resources in 2 accounts, 8 regions$/ }).waitFor();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^env/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^prod/ }).click();
    await page.waitForURL(/tag=env%3Dprod/);
    await page.getByRole('button', { name: 'Type', exact: true }).click();
    await page.getByRole('checkbox', { name: /^EBS volume/ }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: '2 resources match, in 1 account, 1 region' }).waitFor();
    await page.getByRole('button', { name: 'Remove the filter Tag env=prod' }).click();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('heading', { level: 1, name: /^\d+ resources in 2 accounts, 8 regions$/ }).waitFor();
    await page.locator('.row-link', { hasText: /^shop-web-1$/ }).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'shop-web-1', exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('dialog', { name: 'shop-web-1 root' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('shop-web');
    await page.getByRole('option', { name: /shop-web-1 data EBS volume/ }).waitFor();
    await page.waitForURL(/q=shop-web/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/inventory\/resource\?id=/);
    await page.getByRole('heading', { level: 1, name: 'shop-web-1' }).waitFor();
    await page.goto(`${base}/inventory?q=nothing-is-called-so`);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await page.getByRole('table', { name: 'Resources' }).waitFor();
  });

  test('a resource says what hangs on it both ways, what changed, and what the provider answered', async () => {
    await page.goto(`${base}/inventory/resource?id=${encodeURIComponent(webId)}`);
    const map = page.getByRole('region', { name: 'Map of what it hangs together with' });
    await map.getByRole('link', { name: /Reached from shop/ }).waitFor();
    expect(await map.getByText('not collected').count()).toBe(1);
    const relations = page.locator('#relations');
    await relations.getByText('external: not collected here').waitFor();
    expect(await relations.getByRole('heading', { level: 3 }).allTextContents()).toEqual(expect.arrayContaining(['Attached to 3', 'Uses 2', 'Targeted by', 'Owns']));
    await page.getByText('m5.large').waitFor();
    await page.getByRole('button', { name: 'Show the raw answer' }).click();
    await page.getByText('"UserData": "[removed]"').waitFor();
    await map.getByRole('link', { name: /Part of private-a/ }).click();
    await page.getByRole('heading', { level: 1, name: 'private-a' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'shop-web-1' }).waitFor();
  });

  test('has no serious accessibility problem on any page', async () => {
    const paths = ['/', '/findings', '/schedules', '/runs', '/settings/channels', '/settings/rules', '/settings/people', '/inventory', '/files', '/extraction', '/extraction/schedules', '/extraction/transports', `/inventory/resource?id=${encodeURIComponent(webId)}`, '/invitation#token=x', '/reset#token=x'];
    const found = await Promise.all(paths.map(async (path) => {
      const own = await page.context().newPage();
      await own.goto(`${base}${path}`);
      await own.getByRole('heading', { level: 1 }).waitFor();
      await own.waitForTimeout(800);
      const { violations } = await new AxeBuilder({ page: own }).analyze();
      return violations.filter((each) => each.impact === 'serious' || each.impact === 'critical').map((each) => `${path} ${each.id}: ${each.nodes[0]?.html}`);
    }));
    expect(found.flat()).toEqual([]);
  });
});
