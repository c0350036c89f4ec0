import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { SettingsCard } from '@/components/settings-card';
import { toast } from '@/components/toast';
import { problemText } from '@/components/undo-toast';
import { dollars, microsOf, typedDollars } from '@/lib/money';
import { t } from './messages';
import classes from './usage.module.css';
import { setLimit, workspaceUsageQuery } from './usage-queries';

const warnFrom = 80;

export function LimitCard() {
  const { data } = useQuery(workspaceUsageQuery(null));
  // Its failure is said below, where the rest of the answer would stand.
  if (!data) return null;
  const { limit_micros: limit, priced_micros: spent } = data;
  return (
    <SettingsCard title={t.limit} text={t.limitText}>
      {limit === null ? (
        <p className={classes.note}>{t.noLimit}</p>
      ) : (
        <Spent spent={spent} limit={limit} />
      )}
      <LimitForm key={limit} limit={limit} />
    </SettingsCard>
  );
}

function Spent({ spent, limit }: { spent: number; limit: number }) {
  const percent = limit === 0 ? 100 : Math.floor((100 * spent) / limit);
  const state = percent >= 100 ? 'reached' : percent >= warnFrom ? 'near' : 'fine';
  return (
    <div className={classes.limit} data-state={state}>
      <p className={classes.spent}>{t.spent(dollars(spent), dollars(limit))}</p>
      <div
        className={classes.meter}
        role="meter"
        aria-label={t.share(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(percent, 100)}
      >
        <i style={{ width: `${Math.min(percent, 100)}%` }} />
      </div>
      {state !== 'fine' && (
        <p className={classes.warning} role="status">
          <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
          {t[state]}
        </p>
      )}
    </div>
  );
}

function LimitForm({ limit }: { limit: number | null }) {
  const [typed, setTyped] = useState(limit === null ? '' : typedDollars(limit));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const amount = typed.trim() === '' ? null : microsOf(typed);
    if (amount === null && typed.trim() !== '') return setProblem(t.amountWrong);
    setBusy(true);
    try {
      await setLimit(amount);
      toast(amount === null ? t.removed : t.saved);
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextInput
        className={classes.field ?? ''}
        label={t.amount}
        description={t.amountHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        leftSection="$"
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        error={problem}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <Button type="submit" variant="default" className={classes.save ?? ''} loading={busy}>
        {t.save}
      </Button>
    </form>
  );
}
