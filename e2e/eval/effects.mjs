// What tools do to records, as scenarios write it down:
//   {"create_contact": [record, ...], "update_contact": {name: fields}, "delete_contact": [name, ...]}
import { complete, kinds, settled } from './kinds.mjs';

/** The parts of effects, one by one: {tool, verb, kind, name, fields}. */
export function each(effects = {}) {
  return Object.entries(effects).flatMap(([tool, value]) => {
    const [verb, one] = tool.split(/_(.*)/);
    const kind = kinds.find((entry) => entry.one === one);
    if (!kind || !['create', 'update', 'delete'].includes(verb))
      throw new Error(`no effect: ${tool}`);
    const parts = {
      create: () => value.map((fields) => ({ name: fields.name, fields })),
      update: () => Object.entries(value).map(([name, fields]) => ({ name, fields })),
      delete: () => value.map((name) => ({ name, fields: {} })),
    };
    return parts[verb]().map((part) => ({ tool, verb, kind, ...part }));
  });
}

const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Records named by others: what was renamed is renamed there, what belongs to a deleted one goes. */
function follow(world, { kind, verb, name, fields }) {
  const renamed = verb === 'update' && fields.name !== undefined;
  for (const record of [...world.contacts, ...world.projects]) {
    if (kind.one === 'organization' && renamed && record.organization === name)
      record.organization = fields.name;
    const known = world.organizations.find(
      (entry) => folded(entry.name) === folded(record.organization ?? ''),
    );
    if (known) record.organization = known.name;
  }
  if (kind.one !== 'project') return;
  if (verb === 'delete') world.tasks = world.tasks.filter((task) => task.project !== name);
  if (renamed)
    for (const task of world.tasks) if (task.project === name) task.project = fields.name;
}

/** The records, by kind, after a part of effects. */
export function after(world, part) {
  const { kind, verb, name } = part;
  const next = structuredClone(world);
  const list = next[kind.list];
  if (verb === 'create') {
    list.push(complete(kind, part.fields));
  } else {
    const at = list.findIndex((record) => record.name === name);
    if (at < 0) throw new Error(`the scenario expects ${part.tool} of "${name}", who is not there`);
    if (verb === 'update') list[at] = { ...list[at], ...settled(part.fields) };
    else list.splice(at, 1);
  }
  follow(next, part);
  return next;
}

/** What a seed plants, as it is shown. */
export function worldOf(seed) {
  return Object.fromEntries(
    kinds.map((kind) => [
      kind.list,
      (seed[kind.list] ?? []).map((record) => complete(kind, record)),
    ]),
  );
}

/** An argument as people say it: names for ids. */
function said(argument, names) {
  if (Array.isArray(argument)) return argument.map((item) => said(item, names)).join(',');
  if (argument !== null && typeof argument === 'object') return names.get(argument.id);
  return names.get(argument) ?? argument ?? '';
}

/** Whether an approval asks for this part. `names`: of records and members by id. */
export function isAskedBy({ tool, name, fields, verb }, approval, names) {
  const given = approval.arguments;
  const subject = verb === 'create' ? given.name : names.get(given.id);
  if (tool !== approval.tool || subject !== name) return false;
  return Object.entries(settled(fields)).every(([field, wanted]) => {
    const argument = field === 'project' ? given.project_id : given[field];
    return said(argument, names) === (wanted ?? '');
  });
}

export function say(part) {
  return `${part.tool} ${part.name}${part.verb === 'update' ? ` ${JSON.stringify(part.fields)}` : ''}`;
}
