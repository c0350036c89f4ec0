import { createFileRoute, Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { ProfileSettings } from '@/features/accounts/profile-settings';
import { IntegrationsSettings } from '@/features/integrations/integrations-settings';
import { m } from '@/lib/messages';
import classes from './settings.module.css';

// Only names and labels: what a tab shows belongs to the page's own chunk.
const tabs = [
  { tab: 'profile', label: m.settings.profile },
  { tab: 'integrations', label: m.settings.integrations },
] as const;

type Tab = (typeof tabs)[number]['tab'];

export const Route = createFileRoute('/_app/settings')({
  validateSearch: (search: Record<string, unknown>): { tab?: Tab } => {
    const known = tabs.find(({ tab }) => tab === search.tab);
    return known ? { tab: known.tab } : {};
  },
  component: Settings,
});

function Settings() {
  const { tab: current = 'profile' } = Route.useSearch();
  const navigate = Route.useNavigate();

  function moveByArrow(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const position = tabs.findIndex(({ tab }) => tab === current);
    const next = tabs[(position + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    void navigate({ search: { tab: next.tab } });
    document.getElementById(`tab-${next.tab}`)?.focus();
  }

  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.title}>{m.settings.title}</h1>
        <div
          role="tablist"
          className={classes.tabs}
          aria-label={m.settings.tabs}
          onKeyDown={moveByArrow}
        >
          {tabs.map(({ tab, label }) => (
            <Link
              key={tab}
              id={`tab-${tab}`}
              role="tab"
              to="/settings"
              search={{ tab }}
              className={classes.tab}
              aria-selected={tab === current}
              aria-controls="settings-panel"
              tabIndex={tab === current ? 0 : -1}
            >
              {label}
            </Link>
          ))}
        </div>
        <div id="settings-panel" role="tabpanel" aria-labelledby={`tab-${current}`}>
          {current === 'profile' ? <ProfileSettings /> : <IntegrationsSettings />}
        </div>
      </div>
    </div>
  );
}
