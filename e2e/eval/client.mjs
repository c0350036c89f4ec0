/** A workspace of its own on a running server, through the public API only. */
export class Workspace {
  #base;
  #token = '';
  #unique = '';

  constructor(base) {
    this.#base = base.replace(/\/$/, '');
  }

  static async register(base, label) {
    const workspace = new Workspace(base);
    const unique = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    workspace.#unique = unique;
    const answer = await workspace.#call('POST', '/api/auth/register', {
      workspace_name: `Evaluation ${label.replace(/\s+/g, ' ')}`.slice(0, 80),
      name: 'Erin Evaluator',
      email: `eval-${unique}@example.com`,
      password: `Correct-horse-${unique}`,
    });
    workspace.#token = answer.access_token;
    return workspace;
  }

  async #call(method, path, body, patience = 20) {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if ((response.status === 429 || response.status === 503) && patience > 0) {
      const seconds = Number(response.headers.get('retry-after') ?? '1');
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.#call(method, path, body, patience - 1);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** The ids of the workspace's members by name, once these have joined it too. */
  async memberIds(members) {
    for (const { name, email } of members) {
      const invitation = await this.#call('POST', '/api/invitations', {
        email: this.#own(email),
        role: 'member',
      });
      const token = new URL(invitation.url).hash.replace('#invitation=', '');
      await new Workspace(this.#base).#call('POST', '/api/auth/register', {
        invitation: token,
        name,
        email: this.#own(email),
        password: `Correct-horse-${this.#unique}`,
      });
    }
    const all = await this.#call('GET', '/api/members?limit=200');
    return new Map(all.items.map((member) => [member.name, member.id]));
  }

  /** Addresses are of one workspace each, and many play the same scenario. */
  #own(email) {
    return email.replace('@', `-${this.#unique}@`);
  }

  /** The server was started again, elsewhere. */
  moveTo(base) {
    this.#base = base;
  }

  read(path) {
    return this.#call('GET', path);
  }

  /** Answers go to the provider with this key, and what the provider refuses fails here. */
  useKey(provider, key, more = {}) {
    return this.#call('PUT', `/api/model-keys/${provider}`, { key, ...more });
  }

  /** The model that answers when the chosen one cannot. */
  setFallback(model) {
    return this.#call('PUT', '/api/models/fallback', { model });
  }

  create(kind, record) {
    return this.#call('POST', `/api/${kind}`, record);
  }

  async list(kind) {
    const items = [];
    let cursor = null;
    do {
      const query = new URLSearchParams({
        limit: '200',
        sort: 'name',
        ...(cursor ? { cursor } : {}),
      });
      const page = await this.#call('GET', `/api/${kind}?${query}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return items;
  }

  say(message, conversation, model, more = {}) {
    return this.#call('POST', '/api/chat', {
      message,
      ...(conversation ? { conversation_id: conversation } : {}),
      model,
      ...more,
    });
  }

  decide(approval, decision) {
    return this.#call('POST', `/api/approvals/${approval}`, { decision });
  }
}
