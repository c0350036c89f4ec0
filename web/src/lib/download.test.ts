import { expect, it } from 'vitest';
import { fileName } from './download';

it('names a file after a title in any script', () => {
  expect(fileName('Ada’s job: /etc/passwd?', 'md')).toBe('Ada-s-job-etc-passwd.md');
  expect(fileName('Über Größe', 'json')).toBe('Über-Größe.json');
  expect(fileName('…', 'md')).toBe('conversation.md');
});
