import { beforeEach, describe, expect, it, vi } from 'vitest';

const user = {
  id: 'u1',
  name: 'Maya',
  email: 'maya@x.example',
  workspace_id: 'w1',
  role: 'owner',
  time_zone: 'UTC',
};

let tokens = 0;
const granted = (expiresIn = 600) => {
  tokens += 1;
  return Response.json({
    access_token: `token-${tokens}`,
    token_type: 'Bearer',
    expires_in: expiresIn,
    user,
  });
};
const refused = (status: number, code: string) =>
  Response.json({ title: code, status, code }, { status });

// Each test gets its own copy of the module, as each page load does.
async function freshPage(answers: (() => Response | Promise<Response>)[]) {
  vi.resetModules();
  const calls: string[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (input: Request | string) => {
      calls.push(typeof input === 'string' ? input : new URL(input.url).pathname);
      const answer = answers.shift();
      if (!answer) throw new TypeError('unexpected request');
      return answer();
    }),
  );
  const session = await import('./session');
  const client = await import('./client');
  return { ...session, ...client, calls };
}

beforeEach(() => {
  tokens = 0;
  localStorage.clear();
});

describe('the access token', () => {
  it('is fetched once however many ask at the same time', async () => {
    const page = await freshPage([granted]);
    const all = await Promise.all([page.accessToken(), page.accessToken(), page.accessToken()]);
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(page.calls).toEqual(['/api/auth/refresh']);
  });

  it('is renewed shortly before it ends', async () => {
    const page = await freshPage([() => granted(10), granted]);
    expect(await page.accessToken()).toBe('token-1');
    expect(await page.accessToken()).toBe('token-2');
  });

  it('never lies in storage', async () => {
    const page = await freshPage([granted]);
    await page.accessToken();
    expect(JSON.stringify({ ...localStorage })).not.toContain('token-1');
  });
});

describe('refresh', () => {
  it('ends the session when the cookie is refused', async () => {
    localStorage.setItem('parley.user', JSON.stringify(user));
    const page = await freshPage([() => refused(401, 'unauthorized')]);
    await expect(page.accessToken()).rejects.toMatchObject({ status: 401 });
    expect(page.useSession.getState()).toMatchObject({
      status: 'signed-out',
      user: null,
      expired: true,
    });
  });

  it('asks softly where nobody is remembered, and takes no session for no error', async () => {
    const page = await freshPage([() => new Response(null, { status: 204 })]);
    await page.restoreSession();
    const { headers } = vi.mocked(fetch).mock.calls[0]?.[1] ?? {};
    expect(headers).toEqual({ 'Parley-Session': 'optional' });
    expect(page.useSession.getState()).toMatchObject({ status: 'signed-out', expired: false });
  });

  it('keeps the remembered user while the server cannot be reached', async () => {
    localStorage.setItem('parley.user', JSON.stringify(user));
    const page = await freshPage([() => Promise.reject(new TypeError('offline'))]);
    await expect(page.accessToken()).rejects.toMatchObject({ status: 0, isOffline: true });
    expect(page.useSession.getState()).toMatchObject({ status: 'restoring', user });
  });
});

describe('a request', () => {
  it('carries the token', async () => {
    const seen: (string | null)[] = [];
    const page = await freshPage([granted, () => Response.json({ items: [], next_cursor: null })]);
    vi.mocked(fetch).mockImplementationOnce(async () => granted());
    vi.mocked(fetch).mockImplementationOnce(async (input) => {
      seen.push((input as Request).headers.get('Authorization'));
      return Response.json({ items: [], next_cursor: null });
    });
    await page.read(page.api.GET('/api/contacts'));
    expect(seen).toEqual(['Bearer token-1']);
  });

  it('is sent once more with a new token when the old one is refused', async () => {
    const page = await freshPage([
      granted,
      () => refused(401, 'unauthorized'),
      granted,
      () => Response.json({ items: [], next_cursor: null }),
    ]);
    await page.read(page.api.GET('/api/contacts'));
    expect(page.calls).toEqual([
      '/api/auth/refresh',
      '/api/contacts',
      '/api/auth/refresh',
      '/api/contacts',
    ]);
  });

  it('fails with the problem the server states', async () => {
    const page = await freshPage([
      granted,
      () =>
        Response.json(
          {
            title: 'Invalid',
            status: 422,
            code: 'invalid',
            errors: [{ field: 'name', message: 'A name is needed.' }],
          },
          { status: 422 },
        ),
    ]);
    const body = { name: '' };
    await expect(page.write(page.api.POST('/api/contacts', { body }))).rejects.toMatchObject({
      status: 422,
      fieldErrors: { name: 'A name is needed.' },
    });
  });

  it('tells which change it made', async () => {
    const page = await freshPage([
      granted,
      () => new Response(null, { status: 204, headers: { 'Parley-Change-Id': 'c1' } }),
    ]);
    const path = { id: 'r1' };
    const written = await page.write(page.api.DELETE('/api/contacts/{id}', { params: { path } }));
    expect(written.changeId).toBe('c1');
  });
});
