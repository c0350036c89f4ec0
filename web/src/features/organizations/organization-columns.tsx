import { Avatar } from '@/components/avatar';
import { None } from '@/components/none';
import { dateColumns } from '@/components/records/date-columns';
import type { Column } from '@/components/records/record-table';
import { m } from '@/lib/messages';
import classes from './organization-columns.module.css';
import type { Organization } from './organizations';

export const organizationColumns: readonly Column<Organization>[] = [
  {
    id: 'name',
    label: m.organizations.name,
    width: 'minmax(200px, 1.6fr)',
    sortable: true,
    render: ({ name, industry }, narrow) => (
      <span className={classes.organization}>
        <Avatar name={name} size={32} square />
        <span className={classes.lines}>
          <span className={classes.name} dir="auto">
            {name}
          </span>
          {narrow && <span className={classes.industry}>{industry}</span>}
        </span>
      </span>
    ),
  },
  {
    id: 'industry',
    label: m.organizations.industry,
    width: 'minmax(120px, 1fr)',
    sortable: true,
    render: ({ industry }) => industry ?? <None />,
  },
  {
    id: 'description',
    label: m.organizations.description,
    width: 'minmax(160px, 2fr)',
    render: ({ description }) =>
      description ? <span className={classes.description}>{description}</span> : <None />,
  },
  ...dateColumns<Organization>('92px'),
];
