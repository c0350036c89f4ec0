import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRunsWorkspace } from '@/api/session';
import { SettingsCard } from '@/components/settings-card';
import { ErrorState } from '@/components/states';
import { useFailure } from '@/components/use-failure';
import { m } from '@/lib/messages';
import { Choice } from './choice';
import { t } from './messages';
import classes from './policies-settings.module.css';
import { policiesQuery, type ToolRule, type Whose } from './policy-queries';
import { PolicyRow } from './policy-row';

const effects = ['write', 'destroy', 'outward', 'read'] as const;

export function PoliciesSettings() {
  const leads = useRunsWorkspace();
  const [whose, setWhose] = useState<Whose>('own');
  const rules = useQuery(policiesQuery);
  const failure = useFailure(rules);
  if (failure !== null) {
    return <ErrorState error={failure} onRetry={() => void rules.refetch()} />;
  }
  return (
    <SettingsCard title={t.title} text={t.text}>
      {leads && (
        <div className={classes.whose}>
          <Choice
            label={t.whose}
            value={whose}
            options={[
              { value: 'own', label: t.own },
              { value: 'workspace', label: t.everybody },
            ]}
            onChoose={setWhose}
          />
          {whose === 'workspace' && <p className={classes.note}>{t.everybodyText}</p>}
        </div>
      )}
      {rules.data ? <Groups rules={rules.data.items} whose={whose} /> : <Skeleton />}
    </SettingsCard>
  );
}

function Groups({ rules, whose }: { rules: ToolRule[]; whose: Whose }) {
  return effects.map((effect) => {
    const group = rules.filter((rule) => rule.effect === effect);
    if (!group.length) return null;
    return (
      <section key={effect} className={classes.group} aria-label={t.effects[effect]}>
        <h3 className={classes.effect}>{t.effects[effect]}</h3>
        <ul className={classes.list}>
          {group.map((rule) => (
            <PolicyRow key={`${whose} ${rule.tool}`} rule={rule} whose={whose} />
          ))}
        </ul>
      </section>
    );
  });
}

function Skeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true">
      <span className="visually-hidden">{m.common.loading}</span>
      {Array.from({ length: 6 }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  );
}
