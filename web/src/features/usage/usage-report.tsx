import { dollars } from '@/lib/money';
import { t } from './messages';
import { Shares } from './shares';
import classes from './usage.module.css';
import type { OwnUsage, WorkspaceUsage } from './usage-queries';
import { costText, tokensOf } from './usage-text';

// Of a member, or with its members of the workspace.
export type Report = OwnUsage & Partial<Pick<WorkspaceUsage, 'members'>>;

interface UsageReportProps {
  report: Report;
  onMonth: (month: string) => void;
}

// One month: its sum, whom and what it went to, and the other months to look at.
export function UsageReport({ report, onMonth }: UsageReportProps) {
  const { month, usage, models, members } = report;
  const used = tokensOf(usage) > 0;
  return (
    <div className={classes.report}>
      {used ? (
        <p className={classes.sum}>
          <strong className={classes.amount}>{sumText(report)}</strong>
          <span className={classes.note}>{t.tokensIn(tokensOf(usage), month)}</span>
        </p>
      ) : (
        <p className={classes.note}>{t.nothing(month)}</p>
      )}
      {used && usage.cost_micros === null && <p className={classes.unpriced}>{t.unpriced}</p>}
      {used && (
        <Shares
          title={t.models}
          rows={models.map((share) => ({
            key: share.provider + share.model,
            name: share.model,
            ...share,
          }))}
        />
      )}
      {used && members && (
        <Shares title={t.members} rows={members.map((share) => ({ key: share.id, ...share }))} />
      )}
      <Months report={report} onMonth={onMonth} />
    </div>
  );
}

function Months({ report, onMonth }: UsageReportProps) {
  const { months, month } = report;
  const others = months.some((one) => one.month === month)
    ? months
    : [{ month, usage: report.usage }, ...months];
  if (others.length < 2) return null;
  const most = Math.max(...others.map(({ usage }) => usage.cost_micros ?? 0), 1);
  return (
    <section>
      <h3 className={classes.heading}>{t.months}</h3>
      <ul className={classes.months}>
        {others.map(({ month: name, usage }) => (
          <li key={name}>
            <button
              type="button"
              className={classes.month}
              aria-label={t.showMonth(name)}
              aria-pressed={name === month}
              onClick={() => onMonth(name)}
            >
              <span className={classes.monthName}>{t.shortMonth(name)}</span>
              <span className={classes.track} aria-hidden="true">
                <i style={{ width: `${(100 * (usage.cost_micros ?? 0)) / most}%` }} />
              </span>
              <span className={classes.cost}>{costText(usage)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

// Never less than it is.
function sumText({ usage, priced_micros }: Report): string {
  if (usage.cost_micros !== null) return dollars(usage.cost_micros);
  return priced_micros > 0 ? t.atLeast(dollars(priced_micros)) : t.notKnown;
}
