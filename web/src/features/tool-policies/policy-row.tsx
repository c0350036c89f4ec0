import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { FormProblem } from '@/components/form-problem';
import { problemText } from '@/components/undo-toast';
import { Choice } from './choice';
import { t } from './messages';
import classes from './policies-settings.module.css';
import { type Policy, setPolicy, type ToolRule, type Whose } from './policy-queries';

const policies = (['allow', 'ask', 'block'] as const).map((value) => ({ value, label: t[value] }));

interface PolicyRowProps {
  rule: ToolRule;
  whose: Whose;
}

// A tool and what it may do. What was chosen shows at once, and goes back where it is not kept.
export function PolicyRow({ rule, whose }: PolicyRowProps) {
  const title = useId();
  const [chosen, setChosen] = useState<Policy | null | undefined>();
  const { mutate, error } = useMutation({
    // One after the other, so that what was chosen last is kept.
    scope: { id: `tool-policy ${whose} ${rule.tool}` },
    mutationFn: (policy: Policy | null) => setPolicy(rule.tool, policy, whose),
  });
  const kept = whose === 'own' ? rule.own : rule.workspace;
  const set = chosen === undefined ? (kept ?? null) : chosen;

  function choose(policy: Policy | null): void {
    setChosen(policy);
    mutate(policy, { onSettled: () => setChosen(undefined) });
  }

  return (
    <li className={classes.row}>
      <div className={classes.lines}>
        <p id={title} className={classes.name}>
          {rule.title}
        </p>
        {whose === 'own' && rule.workspace && (
          <p className={classes.summary}>{t.byWorkspace(t[rule.workspace])}</p>
        )}
        <FormProblem text={error && problemText(error)} />
      </div>
      <div className={classes.choice}>
        <Choice
          labelledBy={title}
          value={set ?? rule.usual}
          quiet={set === null}
          options={policies}
          onChoose={(policy) => choose(policy === rule.usual ? null : policy)}
        />
      </div>
    </li>
  );
}
