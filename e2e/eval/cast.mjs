// Scripted models for many scenarios at once: every workspace has a key of its own, and the key says whose turn it is.
export class Cast {
  #provider;
  #makePlayer;
  #players = new Map();

  /** At the wire of one of lib/providers.mjs. */
  constructor(provider, makePlayer) {
    this.#provider = provider;
    this.#makePlayer = makePlayer;
  }

  /** As a model of `Play`: what it asks, and who plays it. */
  get model() {
    return {
      id: this.#provider.model,
      exact: true,
      enter: async (workspace, scenario) => {
        const key = `sk-ant-scenario-${this.#players.size + 1}`;
        const player = this.#makePlayer(scenario);
        this.#players.set(key, player);
        await this.#provider.useIn(workspace, key);
        return player;
      },
    };
  }

  take(body, key) {
    return this.#players.get(key).take(body);
  }
}
