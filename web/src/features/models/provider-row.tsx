import { Button } from '@mantine/core';
import { IconAlertTriangle, IconKey, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { lazyDialog } from '@/components/lazy-dialog';
import { timeAgo } from '@/lib/dates';
import { KeyForm } from './key-form';
import type { ModelKey, Scope } from './key-queries';
import { t } from './messages';
import classes from './models-settings.module.css';
import { ProviderMark } from './provider-mark';
import type { ProviderFacts } from './providers';

const RemoveDialog = lazyDialog(() => import('./remove-key-dialog'));

interface ProviderRowProps {
  facts: ProviderFacts;
  scope: Scope;
  saved: ModelKey | null;
  // Its models answer with the installation's key.
  byInstallation: boolean;
}

export function ProviderRow({ facts, scope, saved, byInstallation }: ProviderRowProps) {
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { provider, name, by } = facts;
  const own = provider === 'compatible';
  const state = stateOf(saved, byInstallation);

  function close(): void {
    setEditing(false);
    requestAnimationFrame(() => opener.current?.focus());
  }

  return (
    <li className={classes.row} data-provider={provider}>
      <div className={classes.header}>
        <span className={classes.tile} data-provider={provider}>
          <ProviderMark provider={provider} />
        </span>
        <div className={classes.names}>
          <h3 className={classes.name}>{name}</h3>
          <p className={classes.by}>{by}</p>
        </div>
        {state && (
          <span className={classes.status} data-state={state.kind}>
            {state.text}
          </span>
        )}
        {!saved && !editing && (
          <Button
            ref={opener}
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            aria-label={own ? t.connectTo(name) : t.addTo(name)}
            onClick={() => setEditing(true)}
          >
            {own ? t.connect : t.add}
          </Button>
        )}
      </div>
      {saved && !editing && (
        <>
          <div className={classes.key}>
            <IconKey size={17} aria-hidden="true" />
            <KeyFacts saved={saved} />
            <Button
              ref={opener}
              variant="default"
              size="compact-md"
              aria-label={t.replaceOf(name)}
              onClick={() => setEditing(true)}
            >
              {t.replace}
            </Button>
            <Button
              variant="subtle"
              color="var(--danger)"
              size="compact-md"
              aria-label={t.removeOf(name)}
              onClick={() => setRemoving(true)}
            >
              {t.remove}
            </Button>
          </div>
          <Failure saved={saved} company={facts.company} />
        </>
      )}
      {editing && <KeyForm facts={facts} scope={scope} saved={saved} onDone={close} />}
      {removing && <RemoveDialog facts={facts} scope={scope} onClose={() => setRemoving(false)} />}
    </li>
  );
}

function stateOf(saved: ModelKey | null, byInstallation: boolean) {
  if (saved?.failure) return { kind: saved.failure, text: t.failures[saved.failure] };
  if (saved) return { kind: 'works', text: saved.last_used_at ? t.works : t.unproven };
  return byInstallation ? { kind: 'installation', text: t.installation } : null;
}

function KeyFacts({ saved }: { saved: ModelKey }) {
  const { masked, base_url, model, created_at, last_used_at } = saved;
  const where = [base_url, model].filter(Boolean).join(' · ');
  return (
    <span className={classes.keyText}>
      {masked ? (
        <>
          <code aria-hidden="true">{masked}</code>
          <span className="visually-hidden">{t.keyShown(masked)}</span>
        </>
      ) : (
        <code>{t.noKey}</code>
      )}
      {where && <span>{where}</span>}
      <span>
        {t.added(timeAgo(created_at))} · {last_used_at ? t.used(timeAgo(last_used_at)) : t.unused}
      </span>
    </span>
  );
}

function Failure({ saved, company }: { saved: ModelKey; company: string }) {
  if (!saved.failure || !saved.failed_at) return null;
  return (
    <p className={classes.failure}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>{t.failureText[saved.failure](company, timeAgo(saved.failed_at))}</span>
    </p>
  );
}
