// A server that is killed in the middle of what its users do, with every provider at its strict peer.
import assert from 'node:assert/strict';

import { Locks } from './locks.mjs';
import { providers } from './providers.mjs';
import { Server } from './server.mjs';
import { until } from './wait.mjs';

export class CrashStage {
  #env;
  #players = new Map();

  constructor(env = {}) {
    this.#env = env;
  }

  async begin() {
    const player = { take: (body, key) => this.#players.get(key).take(body) };
    await Promise.all(providers.map((provider) => provider.start(player)));
    await this.#start();
  }

  async end() {
    await this.server?.stop();
    await Promise.all(providers.map(({ peer }) => peer?.stop()));
  }

  async #start(folder) {
    const env = {
      ...Object.assign({}, ...providers.map((provider) => provider.env)),
      PARLEY_ALLOW_PRIVATE_NETWORK: '1',
      PARLEY_PASSWORD_MEMORY: '19MiB',
      PARLEY_TITLE_PATIENCE: '0', // a title's request is a conversation of its own
      ...this.#env,
    };
    this.server = await Server.start({ env, folder });
    this.locks = new Locks(this.server.folder);
  }

  /** A key whose requests that player answers. */
  keyFor(player) {
    const key = `sk-ant-crash-${this.#players.size}`;
    this.#players.set(key, player);
    return key;
  }

  /** Kills the server, and starts it again where it was. */
  async crash(users) {
    const folder = await this.server.crash();
    await Promise.all(users.map((user) => user.going));
    this.release();
    for (const { peer } of providers) peer.forgiveLost();
    this.locks.release();
    await this.#start(folder);
    for (const user of users) user.workspace.moveTo(this.server.url);
  }

  release() {
    for (const { peer } of providers) peer.release();
  }

  /** Until every one of them waits for a stream that is held. */
  untilHeld(users) {
    return until('the streams of all are held', () => {
      const failed = users.find(({ failure }) => failure);
      if (failed) throw new Error(failed.name, { cause: failed.failure });
      return providers.reduce((sum, { peer }) => sum + peer.holding, 0) === users.length;
    });
  }

  nothingWasWrong() {
    for (const { name, peer } of providers) assert.deepEqual(peer.violations, [], name);
  }
}
