import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

  test('has no serious accessibility problem on any page', async () => {
    const paths = ['/', '/findings', '/schedules', '/runs', '/settings/channels', '/settings/rules', '/inventory', '/files'];
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
