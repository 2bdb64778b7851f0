// Asks twice over one connection, is answered with given bytes, and says what it read.
const http = require('node:http');
const net = require('node:net');

const read = (agent, port, method) => new Promise((resolve) => {
  let begun = false;
  const request = http.request({agent, port, method, host: '127.0.0.1'}, (response) => {
    begun = true;
    const parts = [];
    let whole = false;
    response.on('data', (part) => parts.push(part));
    response.on('end', () => { whole = response.complete; });
    response.on('error', () => {});
    response.on('close', () => resolve(whole ? response.statusCode + '=' + Buffer.concat(parts).toString('latin1') : 'cut'));
  });
  request.on('error', () => resolve(begun ? 'cut' : 'none'));
  request.end();
});

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const [method, ...answers] = Buffer.concat(parts).toString().split('\n');
    const replaying = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => {
        const answer = answers.shift();
        if (answer !== undefined) socket.write(Buffer.from(answer, 'base64'));
        if (answers.length === 0) socket.end();
      });
    });
    replaying.listen(0, '127.0.0.1', async () => {
      const port = replaying.address().port;
      const agent = new http.Agent({keepAlive: true, maxSockets: 1});
      const said = [await read(agent, port, method)];
      if (answers.length > 0) said.push(await read(agent, port, 'GET'));
      agent.destroy();
      replaying.close();
      response.end(said.map((each) => Buffer.from(each, 'latin1').toString('base64')).join('\n'));
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
