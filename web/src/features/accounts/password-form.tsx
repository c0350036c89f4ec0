import { Button, PasswordInput } from '@mantine/core';
import { fields } from '@/api/fields';
import { FormProblem } from '@/components/form-problem';
import { toast } from '@/components/toast';
import { useForm } from '@/components/use-form';
import { m } from '@/lib/messages';
import { changePassword } from './account-queries';
import classes from './profile-settings.module.css';

export function PasswordForm({ email }: { email: string }) {
  const form = useForm({
    fields: fields.PasswordChange,
    initial: { current_password: '', new_password: '' },
    onSubmit: async (values) => {
      await changePassword(values);
      form.set('current_password', '');
      form.set('new_password', '');
      toast(m.settings.passwordSaved);
    },
  });

  return (
    <form {...form.props} className={classes.form}>
      {/* Tells password managers whose password this is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label={m.settings.passwordCurrent}
        autoComplete="current-password"
        withAsterisk={false}
        {...form.field('current_password')}
      />
      <PasswordInput
        label={m.settings.passwordNew}
        description={m.register.passwordHint(fields.PasswordChange.new_password.minLength)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="new-password"
        withAsterisk={false}
        {...form.field('new_password')}
      />
      <FormProblem text={form.problem} />
      <Button type="submit" variant="default" loading={form.busy}>
        {m.settings.passwordSave}
      </Button>
    </form>
  );
}
