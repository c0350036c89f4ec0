// Renders /api/openapi.json. Everything from the document becomes text, never markup.
const methods = ['get', 'post', 'put', 'patch', 'delete'];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const nameOf = (reference) => reference.slice(reference.lastIndexOf('/') + 1);

/** A schema in a few words: `string (email)`, `list of Contact`. */
function typeText(schema) {
  if (!schema) return '';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ');
  if (schema.enum) return schema.enum.map((value) => value ?? 'null').join(' | ');
  const types = [schema.type ?? 'any'].flat().map((type) => (type === 'array' ? `list of ${typeText(schema.items)}` : type));
  const limits = schema.maxLength ? `, at most ${schema.maxLength}` : '';
  return types.join(' or ') + (schema.format ? ` (${schema.format}${limits})` : limits);
}

function fieldTable(rows) {
  const head = element('tr', {}, ...['Name', 'Type', 'Meaning'].map((title) => element('th', { scope: 'col' }, title)));
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      element('td', {}, element('code', {}, row.name), row.required ? ' required' : ''),
      element('td', {}, element('code', {}, typeText(row.schema))),
      element('td', {}, row.description ?? row.schema?.description ?? ''),
    ),
  );
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
}

function schemaView(schema, components, seen = []) {
  if (schema?.$ref) {
    const name = nameOf(schema.$ref);
    const parts = [element('h3', {}, element('code', {}, name))];
    if (!seen.includes(name)) parts.push(schemaView(components.schemas[name], components, [...seen, name]));
    return element('div', {}, ...parts);
  }
  if (!schema?.properties) return element('p', {}, element('code', {}, typeText(schema)));
  const rows = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: property,
    required: schema.required?.includes(name),
  }));
  const inner = Object.values(schema.properties)
    .map((property) => property.$ref ?? property.items?.$ref)
    .filter((reference) => reference && !seen.includes(nameOf(reference)))
    .map((reference) => schemaView({ $ref: reference }, components, seen));
  return element('div', {}, fieldTable(rows), ...inner);
}

function contentView(content, components) {
  return Object.entries(content ?? {}).map(([type, entry]) =>
    element('div', {}, element('p', {}, element('code', {}, type)), schemaView(entry.schema, components)),
  );
}

function operationView(path, method, operation, components) {
  const summary = element(
    'summary',
    {},
    element('span', { class: 'method' }, method.toUpperCase()),
    element('code', {}, path),
    element('span', { class: 'title' }, operation.summary ?? ''),
  );
  const body = element('div', { class: 'body' }, element('p', {}, operation.description ?? ''));
  if (operation.security?.length === 0) body.append(element('p', {}, 'Open to anyone: needs no access token.'));
  if (operation.parameters) body.append(element('h3', {}, 'Parameters'), fieldTable(operation.parameters));
  if (operation.requestBody) {
    body.append(element('h3', {}, 'Request'), ...contentView(operation.requestBody.content, components));
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status === 'default') continue;
    body.append(element('h3', {}, `Answer ${status}`), ...contentView(response.content, components));
  }
  const made = element('details', { id: operation.operationId }, summary, body);
  made.dataset.words = [method, path, operation.summary, operation.operationId].join(' ').toLowerCase();
  return made;
}

function render(api) {
  document.getElementById('about').textContent = `${api.info.description} Version ${api.info.version}.`;
  const main = document.getElementById('operations');
  const sections = document.getElementById('sections');
  for (const { name } of api.tags) {
    const id = `section-${name.toLowerCase().replaceAll(' ', '-')}`;
    const section = element('section', { id }, element('h2', {}, name));
    for (const [path, operations] of Object.entries(api.paths)) {
      for (const method of methods) {
        const operation = operations[method];
        if (operation?.tags.includes(name)) section.append(operationView(path, method, operation, api.components));
      }
    }
    main.append(section);
    sections.append(element('a', { href: `#${id}` }, name));
  }
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.setAttribute('open', '');
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const operation of document.querySelectorAll('details')) {
    operation.hidden = !words.every((word) => operation.dataset.words.includes(word));
    if (!operation.hidden) found += 1;
  }
  for (const section of document.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
  document.getElementById('found').textContent = words.length ? `${found} found` : '';
}

document.getElementById('search').addEventListener('input', (event) => search(event.target.value));
const answer = await fetch('/api/openapi.json');
if (answer.ok) render(await answer.json());
else document.getElementById('about').textContent = 'The description of this server cannot be read now.';
