// Scripted models for many scenarios at once: every workspace has a key of its own, and the key says whose turn it is.
export const scriptedModel = 'claude-sonnet-5-5';

export class Cast {
  #makePlayer;
  #players = new Map();

  constructor(makePlayer) {
    this.#makePlayer = makePlayer;
  }

  /** As a model of `Play`: what it asks, and who plays it. */
  get model() {
    return {
      id: scriptedModel,
      exact: true,
      enter: async (workspace, scenario) => {
        const key = `sk-ant-scenario-${this.#players.size + 1}`;
        const player = this.#makePlayer(scenario);
        this.#players.set(key, player);
        await workspace.useKey('anthropic', key);
        return player;
      },
    };
  }

  take(body, key) {
    return this.#players.get(key).take(body);
  }
}
