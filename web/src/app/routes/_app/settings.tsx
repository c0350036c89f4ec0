import { createFileRoute } from '@tanstack/react-router';
import { Tabs } from '@/components/tabs';
import { ProfileSettings } from '@/features/accounts/profile-settings';
import { IntegrationsSettings } from '@/features/integrations/integrations-settings';
import { MembersSettings } from '@/features/members/members-settings';
import { PoliciesSettings } from '@/features/tool-policies/policies-settings';
import { ModelsSettings } from '@/features/models/models-settings';
import { UsageSettings } from '@/features/usage/usage-settings';
import { m } from '@/lib/messages';
import classes from './settings.module.css';

// Only names and labels: what a tab shows belongs to the page's own chunk.
const tabs = [
  { tab: 'profile', label: m.settings.profile },
  { tab: 'members', label: m.settings.members },
  { tab: 'assistant', label: m.settings.assistant },
  { tab: 'models', label: m.settings.models },
  { tab: 'integrations', label: m.settings.integrations },
  { tab: 'usage', label: m.settings.usage },
] as const;

type Tab = (typeof tabs)[number]['tab'];

const panels = {
  profile: ProfileSettings,
  members: MembersSettings,
  assistant: PoliciesSettings,
  models: ModelsSettings,
  integrations: IntegrationsSettings,
  usage: UsageSettings,
};

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
  const Panel = panels[current];
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.title}>{m.settings.title}</h1>
        <Tabs
          id="settings"
          label={m.settings.tabs}
          to="/settings"
          tabs={tabs}
          current={current}
          onMove={(tab) => void navigate({ search: { tab } })}
        >
          <Panel />
        </Tabs>
      </div>
    </div>
  );
}
