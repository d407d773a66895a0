// Looks at pages with axe-core in headless Chromium: node axe.mjs TOOLS CONTRAST FILE...
//
// TOOLS is the folder whose node_modules holds axe-core and puppeteer-core. CONTRAST is `aa` (4.5 to 1,
// what WCAG 2.2 asks at level AA) or `enhanced` (7 to 1, level AAA). Exits 1 when a page is at fault.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, contrast, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(tools), 'package.json'));
const puppeteer = require('puppeteer-core');
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

// WCAG 2.2 up to AA and what axe thinks wise; of AAA the stronger contrast, where it is asked for.
const rules = { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: contrast === 'enhanced' } };
const light = [{ name: 'prefers-color-scheme', value: 'light' }];
const dark = [{ name: 'prefers-color-scheme', value: 'dark' }];
const looks = [
  { name: 'light, wide', width: 1280, features: light, opens: true },
  { name: 'light, on a phone', width: 360, features: light },
  { name: 'dark, wide', width: 1280, features: dark },
  { name: 'dark, on a phone', width: 360, features: dark, opens: true },
  // Nobody touches paper.
  { name: 'on paper', width: 794, features: dark, media: 'print', without: 'target-size' },
];
// No window that WCAG knows is narrower (reflow).
const narrowest = 320;

const profile = await mkdtemp(join(tmpdir(), 'evenhand-chromium-'));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  userDataDir: profile,
  // Nothing is fetched: pages are files that hold all that they need.
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

let faults = 0;
const fault = (where, text) => {
  faults += 1;
  console.error(`error: ${where}: ${text}`);
};

async function look(page, where, without) {
  const asked = { ...rules, ...(without && { [without]: { enabled: false } }) };
  const { violations, passes } = await page.evaluate(rules => globalThis.axe.run(document, { rules }), asked);
  for (const violation of violations) {
    const places = violation.nodes.slice(0, 5).map(node => `${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`);
    fault(where, `${violation.id} (${violation.help}), ${violation.nodes.length} times\n  ${places.join('\n  ')}`);
  }
  return passes.length;
}

async function fits(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) fault(where, `the page is ${wide} px wider than the window`);
}

try {
  for (const file of files) {
    let runs = 0;
    let passed = 0;
    const page = await browser.newPage();
    page.on('request', request => {
      if (!/^(file|data):/.test(request.url())) fault(file, `asks for ${request.url()}`);
    });
    page.on('console', message => {
      if (message.type() === 'error') fault(file, message.text());
    });
    const session = await page.createCDPSession();
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.evaluate(axe);
    for (const { name, width, features, opens, media = 'screen', without } of looks) {
      const where = `${file}, ${name}`;
      await page.setViewport({ width, height: 800 });
      await session.send('Emulation.setEmulatedMedia', { media, features });
      await fits(page, where);
      passed += await look(page, where, without);
      runs += 1;
      if (opens && (await page.$('.mark button'))) {
        await page.focus('.mark button');
        await page.keyboard.press('Enter');
        if (!(await page.$('[popover]:popover-open'))) fault(where, 'Enter opens no note');
        passed += await look(page, `${where}, a note open`);
        await page.keyboard.press('Escape');
        if (await page.$('[popover]:popover-open')) fault(where, 'Escape closes no note');
        const back = await page.evaluate(() => document.activeElement.matches('.mark button'));
        if (!back) fault(where, 'the keyboard is not where it was when the note closes');
        runs += 1;
      }
    }
    await page.setViewport({ width: narrowest, height: 800 });
    await session.send('Emulation.setEmulatedMedia', { media: 'screen', features: light });
    await fits(page, `${file}, ${narrowest} px`);
    await page.close();
    console.log(`axe-core: ${file}: ${runs} looks, ${passed} rules held`);
  }
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
process.exit(faults > 0 ? 1 : 0);
