// A second source of streams, made by others: whoever says "find acme" gets thinking, text and two calls, then an
// answer. It prints its address and ends with its standard input.
import { LLMock } from '@copilotkit/aimock';

const mock = new LLMock({ port: 0 });
const calls = [{ q: 'a/b' }, { q: 'é😀' }];

mock.addFixture({
  match: { userMessage: 'find acme', hasToolResult: false },
  response: {
    reasoning: 'Look it up.',
    content: 'One moment.',
    toolCalls: calls.map((args) => ({
      name: 'find',
      arguments: JSON.stringify(args),
    })),
  },
});
mock.onMessage('find acme', { content: 'Hello – 😀!' });
await mock.start();
console.log(mock.url);
process.stdin.on('end', () => process.exit(0)).resume();
