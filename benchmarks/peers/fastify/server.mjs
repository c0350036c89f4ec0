// GET and POST /api/contacts with fastify and pg: named (prepared) statements, the answers written by a compiled schema.
import { createPublicKey, randomBytes, verify } from 'node:crypto';

import Fastify from 'fastify';
import pg from 'pg';

const { BENCH_SOCKETS, BENCH_CONNECTIONS, BENCH_KEYS, PORT } = process.env;

const keys = new Map(
  BENCH_KEYS.split(' ').map((pair) => {
    const at = pair.indexOf('=');
    const x = Buffer.from(pair.slice(at + 1), 'base64').toString('base64url');
    return [
      pair.slice(0, at),
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
    ];
  }),
);
const pool = new pg.Pool({
  host: BENCH_SOCKETS,
  user: 'parley_app',
  database: 'parley',
  min: Number(BENCH_CONNECTIONS),
  max: Number(BENCH_CONNECTIONS),
});

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url'));
const verified = new Map();

/** Verifies a token once and remembers it until it ends, as Parley does. */
function authenticate(request) {
  const token = (request.headers.authorization ?? '').slice(7);
  let who = verified.get(token);
  if (!who) {
    const [header, payload, signature] = token.split('.');
    const key = signature && keys.get(decoded(header).kid);
    const good =
      key &&
      verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
    const claims = good ? decoded(payload) : {};
    if (claims.iss !== 'parley' || claims.aud !== 'parley-api') return null;
    who = { user: claims.sub, workspace: claims.tid, until: claims.exp * 1000 };
    verified.set(token, who);
  }
  return who.until > Date.now() ? who : null;
}

const columns =
  'id, version, name, email, phone, job_position, organization, organization_id, metadata, created_at, updated_at';
const setWho = {
  name: 'who',
  text: "select set_config('parley.user_id', $1, true), set_config('parley.workspace_id', $2, true)",
};
const page = { name: 'page', text: `select ${columns} from contacts order by id desc limit $1` };
const insert = {
  name: 'insert',
  text: `insert into contacts (workspace_id, id, owner_id, version, name, name_key, email, phone, phone_digits,
                               job_position, metadata, search_text, updated_at, created_at)
         values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, '{}', $10, $11, $11) returning ${columns}`,
};
const change = {
  name: 'change',
  text: `insert into changes (workspace_id, id, owner_id, actor_id, channel, action, record_type, record_id, record_name,
                              record_version, after)
         values ($1, $2, $3, $3, 'api', 'created', 'contact', $4, $5, 1, $6)`,
};

async function actingAs(who, begin, work) {
  const client = await pool.connect();
  try {
    await client.query({ name: begin, text: begin });
    await client.query({ ...setWho, values: [who.user, who.workspace] });
    const result = await work(client);
    await client.query({ name: 'commit', text: 'commit' });
    client.release();
    return result;
  } catch (error) {
    client.release(error);
    throw error;
  }
}

function uuid7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

const text = { type: ['string', 'null'] };
const contact = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    version: { type: 'integer' },
    name: { type: 'string' },
    email: text,
    phone: text,
    job_position: text,
    organization: text,
    organization_id: text,
    metadata: { type: 'object', additionalProperties: true },
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
  },
};
const contactPage = {
  type: 'object',
  properties: { items: { type: 'array', items: contact }, next_cursor: text },
};
const newContact = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    email: text,
    phone: text,
    job_position: text,
  },
};

const app = Fastify({ logger: false });
app.decorateRequest('who', null);
app.addHook('onRequest', async (request, reply) => {
  request.who = authenticate(request);
  if (!request.who) return reply.code(401).send({ detail: 'sign in' });
});

const pageQuery = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
};
app.get(
  '/api/contacts',
  { schema: { querystring: pageQuery, response: { 200: contactPage } } },
  async (request) => {
    const { limit } = request.query;
    const { rows } = await actingAs(request.who, 'begin read only', (client) =>
      client.query({ ...page, values: [limit + 1] }),
    );
    const more = rows.length > limit;
    if (more) rows.length = limit;
    return { items: rows, next_cursor: more ? rows.at(-1).id : null };
  },
);

app.post(
  '/api/contacts',
  { schema: { body: newContact, response: { 201: contact } } },
  async (request, reply) => {
    const { who, body } = request;
    const { name, email = null, phone = null, job_position: job = null } = body;
    const digits = phone?.replace(/\D/g, '') ?? null;
    const words = [name, email, phone, digits, job].filter(Boolean).join(' ').toLowerCase();
    const searched = ` ${words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
    const made = await actingAs(who, 'begin', async (client) => {
      const values = [
        who.workspace,
        uuid7(),
        who.user,
        name,
        name.toLowerCase(),
        email,
        phone,
        digits,
        job,
        searched,
      ];
      const { rows } = await client.query({ ...insert, values: [...values, new Date()] });
      await client.query({
        ...change,
        values: [who.workspace, uuid7(), who.user, rows[0].id, name, JSON.stringify(rows[0])],
      });
      return rows[0];
    });
    return reply.code(201).send(made);
  },
);

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
