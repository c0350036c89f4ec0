import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { pagesQuery } from '@/api/pages';
import { lazyDialog } from '@/components/lazy-dialog';
import { Avatar } from '@/components/avatar';
import { Section } from '@/components/records/section';
import { problemText } from '@/components/undo-toast';
import { m } from '@/lib/messages';
import { ContactActions } from './contact-columns';
import { contacts } from './contacts';
import classes from './organization-people.module.css';

const ContactForm = lazyDialog(() => import('./contact-form'));

const shownAtFirst = 12;

// The contacts of one organization, for its page.
export function OrganizationPeople({ id, name }: { id: string; name: string }) {
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery(
    pagesQuery(contacts, { sort: 'name', filters: { organization_id: id } }),
  );
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  return (
    <Section
      title={m.organizations.people}
      count={total}
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => setAdding(true)}
        >
          {m.organizations.addPerson}
        </Button>
      }
    >
      {query.isError && people.length === 0 && (
        <p className={classes.note} role="alert">
          {problemText(query.error)}
        </p>
      )}
      {query.isSuccess && people.length === 0 && (
        <p className={classes.note}>{m.organizations.noPeopleText}</p>
      )}
      <ul className={classes.list}>
        {people.slice(0, shownAtFirst).map((contact) => (
          <li key={contact.id} className={classes.person}>
            <Link to="/contacts/$id" params={{ id: contact.id }} className={classes.link}>
              <Avatar name={contact.name} size={34} />
              <span className={classes.lines}>
                <span className={classes.name} dir="auto">
                  {contact.name}
                </span>
                <span className={classes.second}>{contact.job_position ?? contact.email}</span>
              </span>
            </Link>
            <span className={classes.actions}>
              <ContactActions contact={contact} />
            </span>
          </li>
        ))}
      </ul>
      {total !== null && total > shownAtFirst && (
        <Link to="/contacts" search={{ organization: name }} className={classes.all}>
          {m.organizations.allPeople(total)}
        </Link>
      )}
      {adding && <ContactForm given={{ organization: name }} onClose={() => setAdding(false)} />}
    </Section>
  );
}
