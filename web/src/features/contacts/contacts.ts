import { api, read, write } from '@/api/client';
import { fields } from '@/api/fields';
import type { RecordApi } from '@/api/records';
import type { components } from '@/api/schema';
import { m } from '@/lib/messages';

type Schemas = components['schemas'];
export type Contact = Schemas['Contact'];
export type NewContact = Schemas['NewContact'];
export type ContactChanges = Schemas['ContactChanges'];

export const contacts: RecordApi<Contact, NewContact, ContactChanges> = {
  type: 'contact',
  key: 'contacts',
  page: (query, signal) => read(api.GET('/api/contacts', { params: { query }, signal })),
  get: (id, signal) => read(api.GET('/api/contacts/{id}', { params: { path: { id } }, signal })),
  create: (body) => write(api.POST('/api/contacts', { body })),
  update: (id, version, body) =>
    write(
      api.PATCH('/api/contacts/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  remove: (id) => write(api.DELETE('/api/contacts/{id}', { params: { path: { id } } })),
};

export const contactFields = fields.NewContact;

export const contactLabels: Record<string, string> = {
  name: m.contacts.name,
  email: m.contacts.email,
  phone: m.contacts.phone,
  job_position: m.contacts.position,
  organization: m.contacts.organization,
  metadata: m.metadata.title,
};
