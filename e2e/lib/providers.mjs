// Every kind of provider, each with its strict peer. They play the turns of one player, which may hold a stream before an
// event whatever the wire calls it: `hold({kind, call, said})`, see peers/wires/peer.mjs.
import { Peer } from '../peers/anthropic/peer.mjs';
import { chat } from '../peers/wires/chat.mjs';
import { gemini } from '../peers/wires/gemini.mjs';
import { WirePeer } from '../peers/wires/peer.mjs';
import { responses } from '../peers/wires/responses.mjs';
import { heldBefore } from './claude.mjs';

const kinds = { thinking: 'thought', text: 'text', tool_use: 'call' };

/** An event of Claude's as all wires have it. */
function inCommon({ type, index }, said, blocks) {
  if (type === 'message_start' || type === 'ping') return { kind: 'begin', said };
  if (index === undefined) return { kind: 'end', said };
  const calls = blocks.slice(0, index + 1).filter((block) => block.type === 'tool_use');
  return { kind: kinds[blocks[index].type], call: calls.length - 1, said };
}

function forClaude(player) {
  return {
    take(body, key) {
      const { hold, ...turn } = player.take(body, key);
      if (!hold) return turn;
      return heldBefore(turn, (event, said) => hold(inCommon(event, said, turn.blocks)));
    },
  };
}

class Provider {
  constructor(name, model, made) {
    this.name = name;
    this.model = model;
    this.made = made;
  }

  async start(player) {
    this.peer = await this.made().start();
    if (player) this.play(player);
  }

  play(player) {
    this.peer.setScript({ player: this.name === 'anthropic' ? forClaude(player) : player });
  }

  /** What a server needs to know to find it. */
  get env() {
    return { [`PARLEY_${this.name.toUpperCase()}_BASE_URL`]: this.peer.url };
  }

  useIn(workspace, key) {
    const more = this.name === 'compatible' ? { base_url: `${this.peer.url}/v1` } : {};
    return workspace.useKey(this.name, key, more);
  }
}

export const providers = [
  new Provider('anthropic', 'claude-sonnet-5-5', () => new Peer()),
  new Provider('openai', 'gpt-6.1-terra', () => new WirePeer(responses)),
  new Provider('gemini', 'gemini-3.8-flash', () => new WirePeer(gemini)),
  new Provider('compatible', 'crash-model', () => new WirePeer(chat)),
];
