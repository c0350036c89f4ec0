import { useQuery } from '@tanstack/react-query';
import { IconTerminal2 } from '@tabler/icons-react';
import { modelsQuery } from '@/api/models';
import { useRunsWorkspace } from '@/api/session';
import { SettingsCard } from '@/components/settings-card';
import { DefaultModel, FallbackModel } from './workspace-models';
import { KeyList } from './key-list';
import { t } from './messages';
import classes from './models-settings.module.css';
import { providers } from './providers';

export function ModelsSettings() {
  const runs = useRunsWorkspace();
  return (
    <>
      <SettingsCard title={t.workspaceTitle} text={t.workspaceText}>
        {runs ? <KeyList scope="workspace" /> : <Reached />}
      </SettingsCard>
      <SettingsCard title={t.ownTitle} text={t.ownText}>
        <KeyList scope="own" />
      </SettingsCard>
      <SettingsCard title={t.defaultTitle} text={t.defaultText}>
        <DefaultModel />
      </SettingsCard>
      <SettingsCard title={t.fallbackTitle} text={t.fallbackText}>
        <FallbackModel />
      </SettingsCard>
      <SettingsCard title={t.interpreterTitle} text={t.interpreterText}>
        <Interpreter />
      </SettingsCard>
    </>
  );
}

// What a member can know of the workspace's keys: whose models there are.
function Reached() {
  const { data } = useQuery(modelsQuery);
  const names = providers
    .filter(({ provider }) =>
      data?.items.some((model) => model.provider === provider && model.key !== 'own'),
    )
    .map(({ provider, name }) => (provider === 'compatible' ? t.ownServer : name));
  return (
    <div className={classes.reached}>
      {data && <p>{names.length > 0 ? t.reached(names.join(', ')) : t.reachedNone}</p>}
      <p className={classes.note}>{t.onlyAdministrators}</p>
    </div>
  );
}

function Interpreter() {
  return (
    <div className={classes.list}>
      <div className={classes.row}>
        <div className={classes.header}>
          <span className={classes.tile}>
            <IconTerminal2 size={20} aria-hidden="true" />
          </span>
          <div className={classes.names}>
            <h3 className={classes.name}>{t.builtinTitle}</h3>
            <p className={classes.by}>{t.builtin}</p>
          </div>
          <span className={classes.status} data-state="works">
            {t.always}
          </span>
        </div>
        <p className={classes.text}>{t.builtinText}</p>
      </div>
    </div>
  );
}
