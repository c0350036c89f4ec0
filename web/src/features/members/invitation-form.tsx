import { Button, Select, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { fields } from '@/api/fields';
import { isApiError } from '@/api/problem';
import { FormProblem } from '@/components/form-problem';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { InvitationLink } from './invitation-link';
import { invite, type MadeInvitation, type NewInvitation } from './member-queries';
import classes from './members.module.css';
import { t } from './messages';

const roles = ['member', 'administrator'] as const;

export function InvitationForm() {
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const form = useForm({
    fields: { email: fields.NewInvitation.email },
    initial: { email: '', role: 'member' },
    explain: (error) => (isApiError(error) && error.code === 'email_taken' ? t.hasAccount : null),
    onSubmit: async ({ email, role }) => {
      setMade(await invite({ email: email.trim(), role } as NewInvitation));
      form.set('email', '');
    },
  });
  const { onChange, error, ...role } = form.field('role');

  return (
    <>
      <form {...form.props} className={classes.form}>
        <TextInput
          className={classes.email}
          label={t.email}
          type="email"
          autoComplete="off"
          placeholder={t.emailHint}
          withAsterisk={false}
          {...form.field('email')}
        />
        <Select
          className={classes.roleField}
          label={m.settings.role}
          data={roles.map((value) => ({ value, label: m.settings.roles[value] ?? value }))}
          allowDeselect={false}
          comboboxProps={{ radius: 10, shadow: 'md' }}
          {...role}
          onChange={(value) => onChange(value ?? 'member')}
        />
        <Button
          type="submit"
          className={classes.send}
          leftSection={<IconSend size={16} />}
          loading={form.busy}
        >
          {t.send}
        </Button>
      </form>
      <p className={classes.note}>
        {form.values.role === 'administrator' ? t.asAdministrator : t.asMember}
      </p>
      <FormProblem text={form.problem ?? error} />
      {made && <InvitationLink key={made.id} made={made} onClose={() => setMade(null)} />}
    </>
  );
}
