import { Button, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { fields } from '@/api/fields';
import { FormProblem } from '@/components/form-problem';
import { toast } from '@/components/toast';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { type Me, saveProfile } from './account-queries';
import classes from './profile-settings.module.css';

const offeredZones = 60;

export function ProfileForm({ me }: { me: Me }) {
  const form = useForm({
    fields: { ...fields.MeChanges, name: { ...fields.MeChanges.name, required: true } },
    initial: { name: me.name, time_zone: me.time_zone },
    onSubmit: async (values) => {
      await saveProfile(values);
      toast(m.settings.saved);
    },
  });
  const zones = useMemo(
    () => [...new Set(['UTC', me.time_zone, ...Intl.supportedValuesOf('timeZone')])].sort(),
    [me.time_zone],
  );
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { onChange, ...zone } = form.field('time_zone');
  const changed = form.values.name !== me.name || form.values.time_zone !== me.time_zone;

  return (
    <form {...form.props} className={classes.form}>
      <TextInput
        label={m.settings.name}
        autoComplete="name"
        withAsterisk={false}
        {...form.field('name')}
      />
      <div className={classes.zone}>
        <Select
          label={m.settings.timeZone}
          description={m.settings.timeZoneNote}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={zones}
          limit={offeredZones}
          searchable
          allowDeselect={false}
          nothingFoundMessage={m.settings.noZone}
          {...zone}
          onChange={(value) => onChange(value ?? me.time_zone)}
        />
        {here !== form.values.time_zone && (
          <button type="button" className={classes.link} onClick={() => onChange(here)}>
            {m.settings.timeZoneUse(here)}
          </button>
        )}
      </div>
      <dl className={classes.facts}>
        <div className={classes.wide}>
          <dt>{m.settings.email}</dt>
          <dd>{me.email}</dd>
        </div>
        <div>
          <dt>{m.settings.workspace}</dt>
          <dd>{me.workspace_name}</dd>
        </div>
        <div>
          <dt>{m.settings.role}</dt>
          <dd>{m.settings.roles[me.role] ?? me.role}</dd>
        </div>
      </dl>
      <FormProblem text={form.problem} />
      <Button type="submit" loading={form.busy} disabled={!changed}>
        {m.common.save}
      </Button>
    </form>
  );
}
