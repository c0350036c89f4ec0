import { Link } from '@tanstack/react-router';
import { Avatar } from '@/components/avatar';
import { lazyDialog } from '@/components/lazy-dialog';
import { RelatedList } from '@/components/records/related-list';
import { m } from '@/lib/messages';
import { ContactActions } from './contact-columns';
import { contacts } from './contacts';
import classes from './organization-people.module.css';

const ContactForm = lazyDialog(() => import('./contact-form'));

// The contacts of one organization, for its page.
export function OrganizationPeople({ id, name }: { id: string; name: string }) {
  return (
    <RelatedList
      api={contacts}
      list={{ sort: 'name', filters: { organization_id: id } }}
      title={m.organizations.people}
      emptyText={m.organizations.noPeopleText}
      addLabel={m.organizations.addPerson}
      form={(onClose) => <ContactForm given={{ organization: name }} onClose={onClose} />}
      shownAtFirst={12}
      all={(total, className) => (
        <Link to="/contacts" search={{ organization: name }} className={className}>
          {m.organizations.allPeople(total)}
        </Link>
      )}
    >
      {(contact) => (
        <>
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
        </>
      )}
    </RelatedList>
  );
}
