import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { modelsQuery } from '@/api/models';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import classes from './integrations-settings.module.css';
import { t } from './messages';

export function IntegrationsSettings() {
  const models = useQuery(modelsQuery);
  const failure = useFailure(models);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void models.refetch()} />;
  }
  const providers = [...new Set(models.data?.items.map(({ provider }) => provider))];
  const names = providers.flatMap((provider) => t.providers[provider] ?? []);
  return (
    <SettingsCard title={t.title} text={t.text}>
      <p className={classes.text} aria-busy={!models.data}>
        {models.data && (names.length > 0 ? t.connected(names.join(', ')) : t.none)}
      </p>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/settings" search={{ tab: 'models' }} {...props} />}
      >
        {t.open}
      </Button>
    </SettingsCard>
  );
}
