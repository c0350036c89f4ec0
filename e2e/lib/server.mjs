// A Parley of its own: the real program with its embedded PostgreSQL, in a folder that goes away with it.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = resolve(root, process.env.PARLEY_BINARY ?? 'build/release/parley');
const webFolder = resolve(root, process.env.PARLEY_WEB_DIR ?? 'web/dist');
const startLimit = 90_000;
const stopLimit = 30_000;

export class Server {
  #process;
  #folder;
  #log = '';
  #ended;

  static async start(options) {
    const server = new Server();
    await server.#start(options);
    return server;
  }

  async #start({ env = {}, flags = [], port = 0, folder } = {}) {
    this.#folder = folder ?? (await mkdtemp(join(tmpdir(), 'parley-e2e-')));
    // As root, PostgreSQL runs as somebody else, who has to get through.
    await chmod(this.#folder, 0o755);
    const settings = [
      '--port',
      String(port),
      '--data-dir',
      join(this.#folder, 'data'),
      '--web-dir',
      webFolder,
    ];
    this.#process = spawn(binary, ['serve', ...settings, '--log-level', 'warn', ...flags], {
      env: { ...process.env, PARLEY_REGISTRATIONS_PER_MINUTE: '100000', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((done) =>
      this.#process.once('exit', (code, signal) => done({ code, signal })),
    );
    const kill = () => this.#process.kill('SIGKILL');
    process.once('exit', kill);
    void this.#ended.then(() => process.off('exit', kill));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#log += text));
    this.url = await this.#ready().catch(async (error) => {
      this.#process.kill('SIGKILL');
      await rm(this.#folder, { recursive: true, force: true });
      throw error;
    });
  }

  #ready() {
    return new Promise((done, fail) => {
      const tooLate = setTimeout(
        () => fail(new Error(`Parley does not start\n${this.#log}`)),
        startLimit,
      );
      let said = '';
      this.#process.once('error', fail);
      void this.#ended.then(({ code }) =>
        fail(new Error(`Parley ended with ${code}\n${this.#log}`)),
      );
      this.#process.stdout.setEncoding('utf8').on('data', (text) => {
        said += text;
        const url = /^Parley is ready at (\S+)$/m.exec(said)?.[1];
        if (!url) return;
        clearTimeout(tooLate);
        done(url);
      });
    });
  }

  /** For other commands on the same data. */
  get binary() {
    return binary;
  }

  get dataFolder() {
    return join(this.#folder, 'data');
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  get folder() {
    return this.#folder;
  }

  /** What the server logged as an error, line by line. */
  get errors() {
    return this.#log.split('\n').filter((line) => /"level":"(error|critical)"/.test(line));
  }

  get log() {
    return this.#log;
  }

  /** From now on the program hears and does nothing; only to be crashed. */
  pause() {
    this.#process.kill('SIGSTOP');
  }

  /** Kills the program in the middle of what it does; its folder stays, and this answers where it is. */
  async crash() {
    this.#process.kill('SIGKILL');
    await this.#ended;
    return this.#folder;
  }

  /** Ends the program; `keep` leaves its folder and answers where it is. */
  async stop({ keep = false } = {}) {
    this.#process.kill('SIGTERM');
    const late = setTimeout(() => this.#process.kill('SIGKILL'), stopLimit);
    const { code, signal } = await this.#ended;
    clearTimeout(late);
    if (!keep) await rm(this.#folder, { recursive: true, force: true });
    if (signal || code !== 0) throw new Error(`Parley ended with ${signal ?? code}\n${this.#log}`);
    return this.#folder;
  }
}
