// Holds up writes in the embedded PostgreSQL of a server, as its superuser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export class Locks {
  #folder;
  #holder;

  constructor(folder) {
    this.#folder = join(folder, 'data', 'postgres', 'run');
  }

  #psql() {
    const flags = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
    return spawn('psql', [...flags, '-h', this.#folder, '-U', 'postgres', '-d', 'parley']);
  }

  /** From now on nobody writes into the table, until release(). */
  take(table) {
    this.#holder = this.#psql();
    const { stdin, stdout, stderr } = this.#holder;
    stdin.write(`begin; lock table ${table} in share mode; select 'locked';\n`);
    return new Promise((done, fail) => {
      stdout.setEncoding('utf8').on('data', (text) => text.includes('locked') && done());
      stderr.setEncoding('utf8').on('data', (text) => fail(new Error(text)));
    });
  }

  /** Whether so many wait, or more. */
  async areWaitedFor(count = 1) {
    const query = this.#psql();
    query.stdin.end('select count(*) from pg_locks where not granted;\n');
    let said = '';
    for await (const text of query.stdout) said += text;
    return Number(said) >= count;
  }

  release() {
    this.#holder?.stdin.end();
    this.#holder = undefined;
  }
}
