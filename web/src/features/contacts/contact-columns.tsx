import { IconMail, IconPhone } from '@tabler/icons-react';
import { Avatar } from '@/components/avatar';
import { None } from '@/components/none';
import { Phone } from '@/components/phone';
import { dateColumns } from '@/components/records/date-columns';
import type { Column } from '@/components/records/record-table';
import { m } from '@/lib/messages';
import classes from './contact-columns.module.css';
import type { Contact } from './contacts';

export const contactColumns: readonly Column<Contact>[] = [
  {
    id: 'name',
    label: m.contacts.name,
    width: 'minmax(196px, 2.2fr)',
    sortable: true,
    render: (contact, narrow) => (
      <span className={classes.person}>
        <Avatar name={contact.name} size={32} />
        <span className={classes.lines}>
          <span className={classes.name} dir="auto">
            {contact.name}
          </span>
          <span className={classes.second}>
            {narrow ? workOf(contact) || contact.email : contact.email}
          </span>
        </span>
      </span>
    ),
  },
  {
    id: 'organization',
    label: m.contacts.organization,
    width: 'minmax(100px, 1.5fr)',
    sortable: true,
    render: ({ organization }) => organization ?? <None />,
  },
  {
    id: 'job_position',
    label: m.contacts.position,
    width: 'minmax(100px, 1.5fr)',
    sortable: true,
    render: ({ job_position }) => job_position ?? <None />,
  },
  {
    id: 'phone',
    label: m.contacts.phone,
    // A number is of no use in part.
    width: '136px',
    render: ({ phone }) =>
      phone ? (
        <span className={classes.number}>
          <Phone number={phone} />
        </span>
      ) : (
        <None />
      ),
  },
  ...dateColumns<Contact>('92px'),
];

// On a phone: the ways to reach somebody, under the thumb.
export function ContactActions({ contact }: { contact: Contact }) {
  return (
    <>
      {contact.email && (
        <a
          className={classes.reach}
          href={`mailto:${contact.email}`}
          aria-label={m.contacts.mail(contact.name)}
        >
          <IconMail size={19} />
        </a>
      )}
      {contact.phone && (
        <a
          className={classes.reach}
          href={`tel:${contact.phone}`}
          aria-label={m.contacts.call(contact.name)}
        >
          <IconPhone size={19} />
        </a>
      )}
    </>
  );
}

const workOf = ({ job_position, organization }: Contact) =>
  [job_position, organization].filter(Boolean).join(' · ');
