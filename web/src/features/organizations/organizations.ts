import { api, read, write } from '@/api/client';
import { fields } from '@/api/fields';
import type { RecordApi } from '@/api/records';
import type { components } from '@/api/schema';
import { m } from '@/lib/messages';

type Schemas = components['schemas'];
export type Organization = Schemas['Organization'];
export type NewOrganization = Schemas['NewOrganization'];
export type OrganizationChanges = Schemas['OrganizationChanges'];

export const organizations: RecordApi<Organization, NewOrganization, OrganizationChanges> = {
  type: 'organization',
  key: 'organizations',
  page: (query, signal) => read(api.GET('/api/organizations', { params: { query }, signal })),
  get: (id, signal) =>
    read(api.GET('/api/organizations/{id}', { params: { path: { id } }, signal })),
  create: (body) => write(api.POST('/api/organizations', { body })),
  update: (id, version, body) =>
    write(
      api.PATCH('/api/organizations/{id}', {
        params: { path: { id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  remove: (id) => write(api.DELETE('/api/organizations/{id}', { params: { path: { id } } })),
};

export const organizationFields = fields.NewOrganization;

export const organizationLabels: Record<string, string> = {
  name: m.organizations.name,
  industry: m.organizations.industry,
  description: m.organizations.description,
  metadata: m.metadata.title,
};
