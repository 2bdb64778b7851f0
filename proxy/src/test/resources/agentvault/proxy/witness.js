// Says in its answers what it read: method, target, body, and the header lines in turn.
const http = require('node:http');

const said = (text) => Buffer.from(text, 'latin1').toString('base64');

const server = http.createServer({maxHeaderSize: 262144}, (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('latin1');
    const all = [request.method, request.url, body, ...request.rawHeaders];
    response.setHeader('Read', all.map(said).join('.'));
    response.end();
  });
});
server.httpAllowHalfOpen = true;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
