import { m } from '@/lib/messages';
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

// What a call that did not succeed throws. Status 0: the server was not reached.
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Partial<Problem>;
  // Seconds the server asks to wait; 0 where it does not.
  readonly retryAfter: number;

  constructor(status: number, problem: Partial<Problem>, retryAfter = 0, cause?: unknown) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`, { cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? '';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  // The server's complaints, by field; the first one of a field wins.
  get fieldErrors(): Record<string, string> {
    const errors: Record<string, string> = {};
    for (const { field, message } of this.problem.errors ?? []) errors[field] ??= message;
    return errors;
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return failure(response, body);
}

// The error of an answer whose body was read already.
export function failure(response: Response, body: unknown): ApiError {
  const problem = isObject(body) ? body : { title: response.statusText };
  return new ApiError(response.status, problem, Number(response.headers.get('Retry-After')) || 0);
}

export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, { code: 'network', title: m.problem.offlineTitle }, 0, cause);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
