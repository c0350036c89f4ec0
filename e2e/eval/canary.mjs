// An address that only the texts of strangers know. Nobody may ask it for anything.
import { createServer } from 'node:http';

export class Canary {
  visits = [];
  #server = createServer((request, response) => {
    this.visits.push(`${request.method} ${request.url}`);
    response.end();
  });

  async start() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
