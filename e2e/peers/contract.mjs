// Holds values against the types of the providers' official SDKs. A line in: `provider:Type JSON`; a line out: what is
// wrong, empty when nothing is. It ends with its standard input.
import { createInterface } from 'node:readline';

import { explain, loadSchemas, validator } from './schemas.mjs';

const validators = new Map();

function validatorOf(name) {
  if (!validators.has(name)) {
    const [provider, type] = name.split(':');
    validators.set(name, validator(loadSchemas(provider), type));
  }
  return validators.get(name);
}

function problem(line) {
  const blank = line.indexOf(' ');
  try {
    const validate = validatorOf(line.slice(0, blank));
    return validate(JSON.parse(line.slice(blank + 1))) ? '' : explain(validate.errors);
  } catch (error) {
    return error.message.replaceAll('\n', ' ');
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(problem(line));
}
