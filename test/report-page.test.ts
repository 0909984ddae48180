/** The HTML report in a real browser: nothing is loaded, nothing is refused, the filters filter. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bestride, folder } from './support/bestride.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (!CHROMIUM) {
  console.warn('skipping the report in a browser: no Chromium installed');
  if (process.env.CI) throw new Error('in CI nothing is skipped');
}

const HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)>';
const project = folder();

describe.skipIf(!CHROMIUM)('the HTML report in a browser', () => {
  const complaints: string[] = [];
  const requests: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await bestride(project.path, ['init', 'plant']);
    const plant = join(project.path, 'plant');
    const model = readFileSync(join(plant, 'system.yaml'), 'utf8');
    writeFileSync(
      join(plant, 'system.yaml'),
      model.replace('  dashboard: { type', `  dashboard: { name: '${HOSTILE}', type`),
    );
    const written = await bestride(plant, ['report', '--output', 'report.html']);
    if (written.code !== 0) throw new Error(written.err);
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-sync',
      ],
    });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(plant, 'report.html')).href);
  });

  afterAll(async () => {
    await browser.close();
    project.clean();
  });

  it('loads nothing but itself, and the browser refuses nothing in it', () => {
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('shows hostile names as text', async () => {
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain('onerror=alert(1)');
  });

  it('holds the diagram, with dotted red boundaries', async () => {
    expect(await page.locator('svg [class*="boundary"], svg [class*="crossed"]').count()).toBeGreaterThan(0);
  });

  it('filters the register by what to look at first', async () => {
    const rows = page.locator('[data-focus]:visible');
    await page.getByLabel('Focus').selectOption('security-feature');
    expect(await rows.count()).toBe(await page.locator('[data-focus~="security-feature"]').count());
    await page.getByLabel('Focus').selectOption('boundary');
    expect(await rows.count()).toBe(await page.locator('[data-focus~="boundary"]').count());
    expect(await rows.count()).toBeGreaterThan(0);
    await page.getByLabel('Focus').selectOption('');
  });

  it('filters the register by status', async () => {
    const rows = page.locator('[data-status]:visible');
    const all = await rows.count();
    await page.getByLabel('Status').selectOption('implemented');
    const some = await rows.count();
    expect(all).toBeGreaterThan(some);
    expect(some).toBeGreaterThan(0);
  });
});
