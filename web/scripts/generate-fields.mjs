// Writes src/api/fields.ts: what the forms need of the API's own schemas (required, lengths), so
// that no rule is written down twice.
import { readFileSync, writeFileSync } from 'node:fs';

const forms = [
  'SignIn',
  'Registration',
  'MeChanges',
  'PasswordChange',
  'NewInvitation',
  'NewFeedback',
  'NewContact',
  'NewOrganization',
  'NewProject',
  'NewTask',
  'NewModelKey',
];

const api = new URL('../../api/openapi.json', import.meta.url);
const target = new URL('../src/api/fields.ts', import.meta.url);
const { schemas } = JSON.parse(readFileSync(api, 'utf8')).components;

function resolve(schema) {
  return schema?.$ref ? resolve(schemas[schema.$ref.split('/').at(-1)]) : schema;
}

// A nullable field is either {type: [x, "null"]} or anyOf [x, null].
function facts(schema, required) {
  const resolved = resolve(schema);
  const alternatives = (resolved.anyOf ?? resolved.oneOf ?? [resolved]).map(resolve);
  const { minLength, maxLength, format } = alternatives.find((one) => one.type !== 'null') ?? {};
  return { required, minLength, maxLength, format };
}

const fields = Object.fromEntries(
  forms.map((name) => {
    const { properties, required = [] } = schemas[name];
    return [
      name,
      Object.fromEntries(
        Object.entries(properties).map(([field, schema]) => [
          field,
          facts(schema, required.includes(field)),
        ]),
      ),
    ];
  }),
);

function print(value, indent) {
  const pad = '  '.repeat(indent);
  const lines = Object.entries(value).map(([key, inner]) => {
    const printed = Object.values(inner).every((v) => typeof v !== 'object')
      ? `{ ${Object.entries(inner)
          .filter(([, v]) => v !== undefined)
          .map(([k, v]) => `${k}: ${typeof v === 'string' ? `'${v}'` : v}`)
          .join(', ')} }`
      : print(inner, indent + 1);
    return `${pad}  ${key}: ${printed},\n`;
  });
  return `{\n${lines.join('')}${pad}}`;
}

writeFileSync(
  target,
  `// Generated from api/openapi.json by scripts/generate-fields.mjs.\n\nexport const fields = ${print(fields, 0)} as const;\n`,
);
