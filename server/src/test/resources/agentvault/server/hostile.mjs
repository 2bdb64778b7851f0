// A person with a browser on the pages of proposals whose texts try to be more than text. Prints "ok" if they are not.
// Arguments: the folder with node_modules, the folder for pictures, a link that logs in, and the other links.
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [modules, pictures, ...links] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { chromium } = require('playwright-core');
const wrong = [];
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
const origin = new URL(links[0]).origin;
page.on('dialog', (dialog) => { wrong.push('dialog ' + dialog.message()); dialog.dismiss(); });
page.on('pageerror', (error) => wrong.push('error ' + error));
page.on('popup', (other) => wrong.push('popup ' + other.url()));
page.on('console', (line) => { if (/Security Policy|Refused/.test(line.text())) wrong.push('console ' + line.text()); });
page.on('request', (asked) => {
  if (!asked.url().startsWith(origin) && !asked.url().startsWith('data:')) wrong.push('asked ' + asked.url());
});

// What a person decides by has to be there, before what the agent wrote, and nothing may lie over it.
function look() {
  const found = [];
  const facts = ['h1', '.facts div', '.hosts li', '.sides', 'form button', 'textarea', '.card > h3'];
  const seen = (element) => {
    element.scrollIntoView({ block: 'center' });
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
    return box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth
      && at !== null && (element.contains(at) || at.contains(element)) && at.closest('.quote') === null;
  };
  for (const selector of facts) {
    const all = [...document.querySelectorAll(selector)].filter((element) => element.closest('.quote') === null);
    if (!all.length) found.push('nothing is ' + selector);
    for (const element of all) if (!seen(element)) found.push('hidden: ' + element.outerHTML.slice(0, 200));
  }
  const top = (element) => element.getBoundingClientRect().top;
  const hosts = document.querySelector('.hosts');
  for (const quote of document.querySelectorAll('.quote')) {
    if (top(quote) < top(hosts)) found.push('the agent comes before the facts');
  }
  if (document.scripts.length) found.push('a script');
  const running = [...document.querySelectorAll('*')].filter((element) =>
    element.getAttributeNames().some((name) => name.startsWith('on')) || /^(img|svg|iframe|object|embed|base|video|audio)$/i.test(element.tagName));
  for (const element of running) found.push('not text: ' + element.outerHTML.slice(0, 200));
  if (document.querySelectorAll('form').length !== 2) found.push('other forms than to allow and to deny');
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen');
  if (document.querySelector('h1').textContent !== 'hostile-bot asks for access') found.push('another title');
  return found;
}

await page.goto(links[0]);
await page.fill('#email', 'ann@example.com');
await page.fill('#password', 'correct horse battery');
await page.click('button.main');
for (const [number, link] of links.entries()) {
  await page.goto(link);
  const title = await page.title();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    for (const opened of [false, true]) {
      await page.evaluate((open) => document.querySelectorAll('details').forEach((each) => { each.open = open; }), opened);
      for (const one of await page.evaluate(look)) wrong.push(`page ${number} at ${width}, ${opened ? 'unfolded' : 'folded'}: ${one}`);
      if (!opened) await page.screenshot({ path: join(pictures, `hostile-${number}-${width}.png`), fullPage: true });
    }
    // Whatever waits for the pointer or the keyboard gets it.
    for (const quote of await page.locator('.quote').all()) await quote.hover();
    for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
  }
  if (page.url() !== link && !page.url().startsWith(origin + '/approve/')) wrong.push('led to ' + page.url());
  if ((await page.title()) !== title) wrong.push('the title became ' + (await page.title()));
}
await browser.close();
console.log(wrong.length ? wrong.slice(0, 40).join('\n') : 'ok');
