import createClient from 'openapi-fetch';
import { keyOf, settle } from './idempotency';
import { failure, problemOf, unreachable } from './problem';
import type { paths } from './schema';
import { accessToken, renewedToken } from './session';

const signInPaths = /^\/api\/(auth\/|instance$)/;

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

// Every request of the page goes through here: it carries the token, and is sent once more with a
// renewed one when the server refuses it.
export async function send(request: Request): Promise<Response> {
  if (signInPaths.test(new URL(request.url).pathname)) return reach(request);
  request.headers.set('Parley-Channel', 'ui'); // the history tells the page from a script
  return request.method === 'POST' ? sendOnce(request) : sendSigned(request);
}

// However often it is sent until an answer arrives, the server does it once.
async function sendOnce(request: Request): Promise<Response> {
  const sent = `${request.url} ${await request.clone().text()}`;
  request.headers.set('Idempotency-Key', keyOf(sent));
  const response = await sendSigned(request);
  const isKnown = response.status < 500 && !(await isUnderWay(response));
  if (isKnown) settle(sent);
  return response;
}

// The first try is still being worked on.
async function isUnderWay(response: Response): Promise<boolean> {
  return response.status === 409 && (await problemOf(response)).code === 'request_in_progress';
}

async function sendSigned(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await accessToken();
  request.headers.set('Authorization', `Bearer ${token}`);
  const response = await reach(request);
  if (response.status !== 401) return response;
  again.headers.set('Authorization', `Bearer ${await renewedToken(token)}`);
  return reach(again);
}

interface Answer<T> {
  data?: T;
  response: Response;
}

// The body of a successful call. Throws ApiError otherwise.
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, response, error } = (await call) as Answer<T> & { error?: unknown };
  if (!response.ok) throw failure(response, error);
  return data as T;
}

export interface Written<T> {
  data: T;
  // Names the change for Undo; null where nothing was changed.
  changeId: string | null;
}

export async function write<T>(call: Promise<Answer<T>>): Promise<Written<T>> {
  const answer = (await call) as Answer<T> & { error?: unknown };
  if (!answer.response.ok) throw failure(answer.response, answer.error);
  return {
    data: answer.data as T,
    changeId: answer.response.headers.get('Parley-Change-Id'),
  };
}

// For what is not JSON (pictures). Throws ApiError.
export async function sendRaw(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await send(new Request(new URL(path, location.origin), init));
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function reach(request: Request): Promise<Response> {
  try {
    return await globalThis.fetch(request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw unreachable(cause);
  }
}
