import { t } from './messages';
import classes from './usage.module.css';
import type { Usage } from './usage-queries';
import { costText, tokensOf } from './usage-text';

interface SharesProps {
  title: string;
  rows: { key: string; name: string; usage: Usage }[];
}

// Who or what the usage went to. The bars compare costs; where none is known, tokens.
export function Shares({ title, rows }: SharesProps) {
  const priced = rows.some(({ usage }) => (usage.cost_micros ?? 0) > 0);
  const weight = (usage: Usage) => (priced ? (usage.cost_micros ?? 0) : tokensOf(usage));
  const most = Math.max(...rows.map(({ usage }) => weight(usage)), 1);
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.shares}>
        {rows.map(({ key, name, usage }) => (
          <li key={key} className={classes.share}>
            <span className={classes.name} dir="auto">
              {name}
            </span>
            <span className={classes.cost}>{costText(usage)}</span>
            <span className={classes.track} aria-hidden="true">
              <i style={{ width: `${(100 * weight(usage)) / most}%` }} />
            </span>
            <span className={classes.tokens}>{t.tokens(tokensOf(usage))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
