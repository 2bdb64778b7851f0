// A person with a browser on the approval page. Prints "ok" if everything was as it should be.
// Arguments: the folder with node_modules, the folder for pictures, the link, an address of another site that leads on,
// the link of an invite.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [modules, pictures, link, elsewhere, invite] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { CspEvaluator } = require('csp_evaluator/dist/evaluator.js');
const { CspParser } = require('csp_evaluator/dist/parser.js');
const wrong = [];
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

function watched(page) {
  page.on('dialog', (dialog) => { wrong.push('dialog ' + dialog.message()); dialog.dismiss(); });
  page.on('pageerror', (error) => wrong.push('error ' + error));
  page.on('console', (line) => { if (/Security Policy|Refused/.test(line.text())) wrong.push('console ' + line.text()); });
  page.on('request', (asked) => { if (!asked.url().startsWith(new URL(link).origin)
      && !asked.url().startsWith(new URL(elsewhere).origin) && !asked.url().startsWith('data:'))
    wrong.push('asked ' + asked.url()); });
  return page;
}

async function looked(page, name) {
  for (const [size, width] of [['390', 390], ['1440', 1440]]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) wrong.push(`${name} is ${wide} wide of ${width}`);
      // Contrast is a matter of colours and order one of width: two of the four tell both.
      if ((width === 390) !== (colorScheme === 'light')) continue;
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document));
      for (const one of found.violations) {
        wrong.push(`${name} ${size} ${colorScheme}: ${one.id} ${one.nodes.map((node) => node.html).join(' ')}`);
      }
      const low = await page.evaluate(() => [...document.querySelectorAll('button, summary, .check, input:not([type=hidden]):not([type=checkbox]), textarea')]
        .filter((element) => element.getBoundingClientRect().height < 44).map((element) => element.outerHTML));
      for (const one of low) wrong.push(`${name} ${size}: lower than 44 px: ${one}`);
    }
  }
}

const people = await browser.newContext();
const page = watched(await people.newPage());
const first = await page.goto(link);
for (const finding of new CspEvaluator(new CspParser(first.headers()['content-security-policy']).csp).evaluate()) {
  if (finding.severity <= 50) wrong.push('policy ' + finding.directive + ' ' + finding.description);
}
await looked(page, 'link');
await page.fill('#email', 'ann@example.com');
await page.fill('#password', 'wrong password');
await page.click('button.main');
if (!(await page.textContent('.alarm')).length) wrong.push('no word about the wrong password');
await page.fill('#email', 'ann@example.com');
await page.fill('#password', 'correct horse battery');
await page.click('button.main');
if (page.url().includes('token')) wrong.push('the link is still in ' + page.url());
await looked(page, 'login');

// A link on a page of another site, which does not take the cookie along at first.
await page.goto(elsewhere);
await page.evaluate((to) => { location.href = to; }, link);
await page.waitForSelector('.person');

const field = page.locator('textarea[name^="value."]').first();
const hidden = () => field.evaluate((element) => getComputedStyle(element).webkitTextSecurity);
if ((await hidden()) !== 'disc') wrong.push('what is typed in is shown');
await page.locator('.show').first().check();
if ((await hidden()) !== 'none') wrong.push('what is typed in cannot be shown');
await page.locator('.show').first().uncheck();
await page.click('form button.main');
if (!(await page.locator('textarea:invalid').count())) wrong.push('a missing value is not told before it is sent');
await field.fill('sk_from_browser');
await page.click('form button.main');
if ((await page.locator('input[name=acknowledge]:invalid').count()) !== 1) wrong.push('what reaches further has no box of its own');
if (!(await page.textContent('.yes')).includes('OLD_KEY is stored already')) wrong.push('the box does not say what it is for');
if (!(await page.locator('.look', { hasText: 'drawn like paypal' }).count())) wrong.push('no word about a name that is drawn like another');
for (const box of await page.locator('input[name=acknowledge]').all()) await box.check();
await looked(page, 'filled');
await page.click('form button.main');
if ((await page.textContent('h1')) !== 'Allowed') wrong.push('not allowed: ' + (await page.textContent('main')));
await looked(page, 'allowed');
await page.fill('input[name=client_id]', 'the client');
await page.click('form button.main');
if ((await page.textContent('h1')) !== 'Connect NOTION_TOKEN') wrong.push('nothing to connect: ' + (await page.textContent('main')));
if (!(await page.getAttribute('a.go', 'href')).startsWith('https://auth.example.com/authorize?')) wrong.push('leads elsewhere');
await looked(page, 'leave');
await page.goto(link);
if (!(await page.textContent('main')).includes('not connected')) wrong.push('connected too early');

// The same without JavaScript at all.
const plain = await browser.newContext({ javaScriptEnabled: false });
const quiet = watched(await plain.newPage());
await quiet.goto(link);
if ((await quiet.textContent('h1')) !== 'Allowed') wrong.push('not readable without scripts');
const guest = watched(await (await browser.newContext()).newPage());
await guest.goto(invite);
await looked(guest, 'invitation');
await guest.fill('#password', 'correct horse battery');
await guest.click('button.main');
if ((await guest.textContent('h1')) !== 'You are in') wrong.push('not in: ' + (await guest.textContent('main')));
await looked(guest, 'joined');
await browser.close();
console.log(wrong.length ? wrong.join('\n') : 'ok');
