import { Button, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconSend } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { fields } from '@/api/fields';
import { FormProblem } from '@/components/form-problem';
import { useForm } from '@/components/use-form';
import { give, type Kind, kinds } from './feedback-queries';
import classes from './feedback-page.module.css';
import { KindIcon } from './kind-icon';
import { t } from './messages';

export function FeedbackForm({ page }: { page: string }) {
  const [sent, setSent] = useState(false);
  const form = useForm({
    fields: fields.NewFeedback,
    initial: { kind: 'idea', message: '', page },
    onSubmit: async (values) => {
      const about = values.page.trim();
      await give({
        kind: values.kind as Kind,
        message: values.message.trim(),
        ...(about && { page: about }),
      });
      form.set('message', '');
      setSent(true);
    },
  });
  if (sent) return <Thanks back={page} onMore={() => setSent(false)} />;
  const kind = form.values.kind as Kind;

  return (
    <form
      {...form.props}
      className={classes.form}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
          event.currentTarget.requestSubmit();
        }
      }}
    >
      <fieldset className={classes.kinds}>
        <legend className={classes.label}>{t.kind}</legend>
        <div className={classes.choices}>
          {kinds.map((one) => (
            <label key={one} className={classes.choice}>
              <input
                type="radio"
                name="kind"
                className="visually-hidden"
                value={one}
                checked={kind === one}
                onChange={() => form.set('kind', one)}
              />
              <KindIcon kind={one} size={20} stroke={1.7} />
              {t.kinds[one]}
            </label>
          ))}
        </div>
      </fieldset>
      <Textarea
        label={t.message}
        placeholder={t.hints[kind] ?? ''}
        autosize
        minRows={6}
        maxRows={16}
        autoFocus
        dir="auto"
        withAsterisk={false}
        {...form.field('message')}
      />
      <TextInput
        className={classes.about}
        label={t.page}
        description={page ? t.pageNote : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder={t.pageHint}
        autoComplete="off"
        {...form.field('page')}
      />
      <FormProblem text={form.problem} />
      <Button
        type="submit"
        className={classes.send}
        leftSection={<IconSend size={16} />}
        loading={form.busy}
      >
        {t.send}
      </Button>
    </form>
  );
}

function Thanks({ back, onMore }: { back: string; onMore: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={classes.thanks}>
      <span className={classes.thanksIcon}>
        <IconCheck size={26} stroke={2.2} aria-hidden="true" />
      </span>
      <h2 ref={heading} tabIndex={-1} className={classes.thanksTitle}>
        {t.thanksTitle}
      </h2>
      <p className={classes.thanksText}>{t.thanksText}</p>
      <div className={classes.thanksActions}>
        <Button renderRoot={(props) => <Link to={(back || '/assistant') as '/'} {...props} />}>
          {t.back}
        </Button>
        <Button variant="default" onClick={onMore}>
          {t.another}
        </Button>
      </div>
    </div>
  );
}
