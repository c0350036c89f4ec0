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
  const [problem, setProblem] = useState<unknown>(null);
  const kept = whose === 'own' ? rule.own : rule.workspace;
  const set = chosen === undefined ? (kept ?? null) : chosen;

  async function choose(policy: Policy | null) {
    setChosen(policy);
    setProblem(null);
    try {
      await setPolicy(rule.tool, policy, whose);
    } catch (error) {
      setProblem(error);
    }
    setChosen(undefined);
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
        <FormProblem text={problem === null ? null : problemText(problem)} />
      </div>
      <div className={classes.choice}>
        <Choice
          labelledBy={title}
          value={set ?? rule.usual}
          quiet={set === null}
          options={policies}
          onChoose={(policy) => void choose(policy === rule.usual ? null : policy)}
        />
      </div>
    </li>
  );
}
