import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveryPage, runPage, scanConfig, schedule } from '../../src/api/contract/index.ts';
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
    expect(await page.locator('.cell-good').count()).toBe(72);
    expect((await service.call(runPage, 'GET', '/api/v1/runs')).total).toBe(before.total + 1);
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
    await page.locator('.row-link').first().click();
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
