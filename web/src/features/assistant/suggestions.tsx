import { useQuery } from '@tanstack/react-query';
import { m } from './messages';
import { recentQuery } from './queries';
import css from './suggestions.module.css';

interface Suggestion {
  label: string;
  text: string;
  // To be finished or looked over first, not sent as it is.
  fill: boolean;
}

interface SuggestionsProps {
  send: (text: string) => void;
  fill: (text: string) => void;
}

export function Suggestions({ send, fill }: SuggestionsProps) {
  const { data, isError } = useQuery(recentQuery);
  if (!data && !isError) return <div className={css.suggestions} aria-hidden="true" />;
  const suggestions = suggestionsFrom(data ?? { contacts: [], organizations: [] });
  return (
    <ul className={css.suggestions} aria-label={m.suggestions.label}>
      {suggestions.map((suggestion) => (
        <li key={suggestion.label}>
          <button
            type="button"
            className={css.suggestion}
            onClick={() => (suggestion.fill ? fill : send)(suggestion.text)}
          >
            {suggestion.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

// From the user's own records; examples to try where there are none yet.
export function suggestionsFrom(recent: {
  contacts: string[];
  organizations: string[];
}): Suggestion[] {
  const t = m.suggestions;
  const [contact] = recent.contacts;
  const [organization] = recent.organizations;
  if (!contact && !organization) {
    return [
      filled(t.metExample),
      filled(t.organizationExample),
      sent(t.listContacts),
      sent(t.abilities),
    ];
  }
  return [
    { label: t.met, text: t.metText, fill: true },
    ...(contact ? [sent(t.showContact(contact))] : []),
    ...(organization ? [sent(t.peopleAt(organization))] : []),
    sent(t.listContacts),
    ...(contact && organization ? [] : [sent(t.listOrganizations)]),
  ].slice(0, 4);
}

const sent = (text: string): Suggestion => ({ label: text, text, fill: false });
const filled = (text: string): Suggestion => ({ label: text, text, fill: true });
