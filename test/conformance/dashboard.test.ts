import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveryPage, runDetail, runPage, scanConfig, schedule, schedulerStatus } from '../../src/api/contract/index.ts';
import { type Service, startService } from './start-service.ts';
import { root } from './start-process.ts';

const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const hasBrowser = fs.existsSync(browserPath);
if (!hasBrowser && process.env['CI'] === 'true') throw new Error(`no browser at ${browserPath}: install chromium`);
const isBuilt = fs.existsSync(path.join(root, 'dist/web/index.html'));
if (!isBuilt) throw new Error('the dashboard is not built: run `node tools/build-web.ts`');

/** A person's first day with the demo, in Debian's Chromium: nothing of the page or of the service is stood in for. */
describe.skipIf(!hasBrowser)('the dashboard of the demo in a real browser', () => {
  let service: Service;
  let browser: Browser;
  let page: Page;
  let folder: string;
  const complaints: string[] = [];
  const app = (where: string): string => `http://localhost:${service.port}/app${where}`;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? '/tmp', 'roundsman-browser-'));
    service = await startService({ DATA_DIR: folder }, ['--demo']);
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'America/New_York', reducedMotion: 'reduce' })).newPage();
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('about:srcdoc') && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('answers on the first page what is unused and what it costs, and marks itself a demo', async () => {
    await page.goto(app('/'));
    await page.getByRole('heading', { level: 1, name: /\d+ unused resources, about \$[\d,]+ a month/ }).waitFor({ timeout: 60_000 });
    expect(await page.getByText('Demo: simulated estate').count()).toBeGreaterThan(0);
  });

  it('sets a schedule and shows the next ten runs in two zones', async () => {
    await page.goto(app('/schedules'));
    await page.getByText('Weekly', { exact: true }).click();
    await page.getByRole('textbox', { name: 'At' }).fill('06:30');
    const toggle = page.getByRole('switch').first();
    if (!(await toggle.isChecked())) await toggle.click({ force: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await service.call(scanConfig, 'GET', '/api/schedule/config')).at, { timeout: 10_000 }).toBe('06:30');
    const config = await service.call(scanConfig, 'GET', '/api/schedule/config');
    expect(config).toMatchObject({ enabled: true, frequency: 'weekly' });
    const saved = await service.call(schedule, 'GET', '/api/v1/schedules/scheduled-scan');
    expect(saved.next_runs).toHaveLength(10);
    await expect.poll(() => page.locator('table').first().locator('tbody tr').count(), { timeout: 10_000 }).toBe(10);
  });

  it('runs a scan and fills its grid in while one watches', async () => {
    const before = await service.call(runPage, 'GET', '/api/v1/runs');
    await page.goto(app('/'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Run a scan now' }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]+/, { timeout: 10_000 });
    await page.locator('.cell-good').first().waitFor({ timeout: 30_000 });
    await page.getByText('Complete').first().waitFor({ timeout: 60_000 });
    const after = await service.call(runPage, 'GET', '/api/v1/runs');
    expect(after.total).toBe(before.total + 1);
    // One mark a type and region, over all accounts.
    const detail = await service.call(runDetail, 'GET', `/api/v1/runs/${after.items[0]?.id ?? ''}`);
    expect(new Set(detail.targets.map(({ status }) => status))).toEqual(new Set(['complete']));
    const marks = new Set(detail.targets.map(({ type, region }) => `${type} ${region}`)).size;
    expect(marks).toBeGreaterThan(400);
    await expect.poll(() => page.locator('.cell-good').count(), { timeout: 10_000 }).toBe(marks);
  });

  it('opens the evidence of a finding with its price, its formula and its commands', async () => {
    await page.goto(app('/findings?rule_id=aws-ebs-unattached'));
    await page.locator('.row-link').first().click();
    const drawer = page.getByRole('dialog');
    await drawer.waitFor();
    await drawer.getByText(/GiB × \$/).first().waitFor();
    await drawer.getByText(/aws ec2 delete-volume/).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('shows the messages as their readers would see them, though no channel is configured', async () => {
    const deliveries = await service.call(deliveryPage, 'GET', '/api/v1/deliveries');
    expect(new Set(deliveries.items.map(({ state }) => state))).toEqual(new Set(['not_configured']));
    await page.goto(app('/deliveries?channel=email'));
    await page.locator('.row-link', { hasText: 'unused' }).first().click();
    const frame = page.frameLocator('iframe.mail-frame');
    await frame.getByText('a month').first().waitFor();
    const widths = await frame.locator('img').evaluateAll((images) => images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth));
    expect(widths.length).toBeGreaterThan(0);
    expect(widths.every((width) => width > 0)).toBe(true);
  });

  it('said nothing on the console', () => {
    expect(complaints).toEqual([]);
  });
});

/** Done when 5: from an empty service to somebody who may look and not touch. */
describe.skipIf(!hasBrowser)('files and people in a real browser', () => {
  let service: Service;
  let browser: Browser;
  let page: Page;
  let folder: string;
  let watched: string;
  const complaints: string[] = [];
  const admin = { name: 'Olga Owner', email: 'olga@example.com', password: 'four words of a phrase' };
  const guest = { email: 'carla@example.com', password: 'another phrase of words' };
  const app = (where: string): string => `http://localhost:${service.port}/app${where}`;
  const watch = (one: Page): void => {
    one.on('console', (message) => message.type() === 'error' && !/status of (401|422)/.test(message.text()) && complaints.push(message.text()));
    one.on('pageerror', (error) => complaints.push(error.message));
  };
  const newPage = async (): Promise<Page> => {
    const opened = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
    watch(opened);
    return opened;
  };
  /** Nothing serious in both themes. */
  const examine = async (one: Page): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await one.emulateMedia({ colorScheme });
      await one.waitForTimeout(150);
      const { violations } = await new AxeBuilder({ page: one }).analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    }
  };
  const verdict = (name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 20_000 });
  const setupCode = (): string | undefined => service.process.lines.map((line) => /"setup_code":"([^"]+)"/.exec(line)?.[1]).findLast((code) => code !== undefined);

  beforeAll(async () => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? '/tmp', 'roundsman-files-')));
    // Lines are shown only of what everybody on the machine may read.
    fs.chmodSync(folder, 0o755);
    watched = path.join(folder, 'watched');
    fs.mkdirSync(watched);
    fs.writeFileSync(path.join(watched, 'sshd_config'), 'Port 22\nPermitRootLogin no\nUsePAM yes\n');
    fs.writeFileSync(path.join(watched, 'hosts'), '127.0.0.1 localhost\n');
    service = await startService({ DATA_DIR: path.join(folder, 'data'), INTEGRITY_ROOTS: watched });
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
    page = await newPage();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('registers a folder by its path, and says why another may not be', async () => {
    await page.goto(app('/files'));
    await verdict('No files are watched yet');
    await page.getByRole('textbox', { name: 'File or folder' }).fill('/proc');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/INTEGRITY_ROOTS/).first().waitFor();
    expect(await page.getByRole('textbox', { name: 'File or folder' }).getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('textbox', { name: 'File or folder' }).fill(watched);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('2 files registered: this is how they should be').waitFor({ timeout: 20_000 });
    await verdict('All 2 files are as you accepted them');
    await page.getByRole('table', { name: 'Files' }).getByRole('link', { name: path.join(watched, 'hosts') }).waitFor();
  });

  it('starts the scheduler with an interval, and changes it while it runs', async () => {
    const start = page.getByRole('button', { name: 'Start', exact: true });
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    const interval = page.getByRole('textbox', { name: 'Interval (seconds)' });
    expect(await stop.isDisabled()).toBe(true);
    await interval.fill('29');
    await page.getByText('Choose 30 to 3,600 seconds').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await interval.fill('600');
    await start.click();
    await page.locator('.run-badge-on', { hasText: 'Running' }).waitFor();
    expect([await start.isDisabled(), await stop.isDisabled()]).toEqual([true, false]);
    await interval.fill('300');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Interval saved').waitFor();
    expect(await service.call(schedulerStatus, 'GET', '/api/audit/scheduler/status')).toMatchObject({ running: true, interval_seconds: 300 });
    await expect.poll(async () => (await service.call(schedulerStatus, 'GET', '/api/audit/scheduler/status')).watching.active, { timeout: 15_000 }).toBe(true);
  });

  it('tells of a tampered file by a red toast and a badge, without a reload', async () => {
    fs.writeFileSync(path.join(watched, 'sshd_config'), 'Port 22\nPermitRootLogin yes\nUsePAM yes\n');
    const toast = page.getByRole('alert').filter({ hasText: 'File tampered with' });
    await toast.waitFor({ timeout: 20_000 });
    expect(await toast.textContent()).toContain('sshd_config');
    await verdict('1 of 2 files is not as you accepted them');
    await page.getByRole('table', { name: 'Files' }).getByText('Tampered').waitFor();
    await page.getByRole('region', { name: 'Audit History' }).getByText('Tampered', { exact: true }).last().waitFor();
    await examine(page);
    await toast.getByRole('button', { name: 'Open' }).click();
  });

  it('shows what changed in the drawer, and takes it as the baseline with a reason', async () => {
    const drawer = page.getByRole('dialog', { name: /sshd_config/ });
    await drawer.locator('.diff-plus', { hasText: 'PermitRootLogin yes' }).waitFor();
    await drawer.getByText('SHA-256').waitFor();
    await examine(page);
    await drawer.getByRole('button', { name: 'Accept…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Accept this change' });
    expect(await dialog.getByRole('button', { name: 'Accept', exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Why is it right?' }).fill('Agreed with the owner');
    await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
    await verdict('All 2 files are as you accepted them');
    await drawer.getByRole('tab', { name: 'History' }).click();
    await drawer.getByText('Agreed with the owner').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('stops, and still checks when asked', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.run-badge', { hasText: 'Stopped' }).waitFor();
    fs.rmSync(path.join(watched, 'hosts'));
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('alert').filter({ hasText: 'File is missing' }).waitFor({ timeout: 20_000 });
    await page.getByRole('region', { name: 'Audit History' }).getByText(/^Check of \d+ files?: 1 missing/).waitFor({ timeout: 20_000 });
  });

  it('keeps what is uploaded, and puts it back when it was changed', async () => {
    await page.getByRole('tab', { name: 'Upload & scan' }).click();
    await page.locator('input[type=file]').setInputFiles([{ name: 'contract.txt', mimeType: 'text/plain', buffer: Buffer.from('as signed\n') }, { name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('terms\n') }]);
    await page.locator('.upload-item', { hasText: 'contract.txt' }).getByText('Registered').waitFor({ timeout: 20_000 });
    await page.locator('.upload-item', { hasText: 'terms.txt' }).getByText('Registered').waitFor({ timeout: 20_000 });
    const link = page.getByRole('table', { name: 'Files' }).getByRole('link', { name: 'contract.txt' });
    await link.waitFor();
    const uploads = path.join(folder, 'data/vault/uploads');
    const kept = fs.readdirSync(uploads).map((id) => path.join(uploads, id, 'contract.txt')).find((file) => fs.existsSync(file)) ?? '';
    fs.writeFileSync(kept, 'as nobody signed\n');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('alert').filter({ hasText: 'contract.txt' }).waitFor({ timeout: 20_000 });
    await link.click();
    const drawer = page.getByRole('dialog', { name: /contract\.txt/ });
    await drawer.getByRole('button', { name: 'Restore' }).click();
    await drawer.getByText('Verified').waitFor({ timeout: 20_000 });
    expect(fs.readFileSync(kept, 'utf8')).toBe('as signed\n');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('makes the first account with the code of the log, which ends local mode', async () => {
    await page.goto(app('/settings/people'));
    await page.getByText('This service is in local mode').waitFor();
    await page.getByRole('button', { name: 'Create the first account' }).click();
    await page.getByRole('textbox', { name: 'Code from the log' }).waitFor();
    await expect.poll(setupCode, { timeout: 10_000 }).toBeDefined();
    await page.getByRole('textbox', { name: 'Code from the log' }).fill(setupCode() ?? '');
    await page.getByRole('textbox', { name: 'Your name' }).fill(admin.name);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(admin.email);
    await page.locator('input[type=password]').fill('short');
    await page.getByText('7 to go').waitFor();
    await page.locator('input[type=password]').fill(admin.password);
    await page.getByRole('button', { name: 'Create the account and end local mode' }).click();
    await page.getByText('1 person').waitFor({ timeout: 20_000 });
    await examine(page);
  });

  it('invites a Corporate person, who sees everything and why the controls are locked', async () => {
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(guest.email);
    await page.getByRole('textbox', { name: 'Name' }).fill('Carla Corporate');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const link = (await page.locator('.once code').first().textContent()) ?? '';
    expect(link).toContain('/app/invitation#token=');
    const theirs = await newPage();
    await theirs.goto(link);
    await theirs.getByRole('heading', { name: 'You are invited' }).waitFor();
    await examine(theirs);
    await theirs.locator('input[type=password]').fill(guest.password);
    await theirs.getByRole('button', { name: 'Accept the invitation' }).click();
    await theirs.getByRole('link', { name: /^Files/ }).first().click();
    await theirs.getByText('Only Technical users and administrators control the scheduler. You are Corporate.').waitFor({ timeout: 20_000 });
    expect(await theirs.getByRole('button', { name: 'Start', exact: true }).count()).toBe(0);
    await theirs.getByRole('table', { name: 'Files' }).getByRole('link', { name: 'contract.txt' }).waitFor();
    await examine(theirs);
    await theirs.goto(app('/schedules'));
    await theirs.getByText('Only Technical users and administrators control schedules. You are Corporate.').waitFor();
    expect(await theirs.getByRole('button', { name: 'Add another schedule' }).getAttribute('aria-disabled')).toBe('true');
    await theirs.context().close();
  });

  it('makes a token that works, signs out, and leads back to where one was', async () => {
    await page.goto(app('/settings/tokens'));
    await page.getByRole('textbox', { name: 'Name' }).fill('pipeline');
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    const token = (await page.locator('.once code').first().textContent()) ?? '';
    expect((await fetch(`${service.url}/api/audit/scheduler/status`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await fetch(`${service.url}/api/audit/scheduler/status`)).status).toBe(401);
    await examine(page);
    await page.goto(app('/settings/account'));
    await page.getByText('Signed in on 1 device').waitFor();
    await examine(page);
    await page.goto(app('/settings/audit-log'));
    await page.getByText('Invited somebody').waitFor();
    await examine(page);
    await page.goto(app('/files?status=missing'));
    await page.getByRole('table', { name: 'Files' }).waitFor();
    await page.getByRole('button', { name: /account and sign-out/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await examine(page);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(admin.email);
    await page.locator('input[type=password]').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[type=password]').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('table', { name: 'Files' }).waitFor({ timeout: 20_000 });
    expect(page.url()).toContain('status=missing');
  });

  it('said nothing on the console', () => {
    expect(complaints).toEqual([]);
  });
});
