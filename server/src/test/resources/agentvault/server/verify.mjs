// A receiver that checks a delivery with the library of Standard Webhooks, and prints what it was told.
// Arguments: the folder with node_modules, a file with the secret, a file with what came.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [modules, secret, told] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'package.json'));
const { Webhook } = require('standardwebhooks');
const { body, ...headers } = JSON.parse(readFileSync(told, 'utf8'));
const webhook = new Webhook(readFileSync(secret, 'utf8'));
const event = webhook.verify(body, headers);
let forged = true;
try {
  webhook.verify(body.replace('payments', 'Payments'), headers);
} catch {
  forged = false;
}
console.log(forged ? 'a forged body was taken for genuine' : `${event.type} ${event.data.vault} ${event.data.proposal}`);
