import { CheckCircle2, CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Finding, Severity, Verdict } from '../api/types.ts'
import { classNames } from '../parts/class-names.ts'
import { CopyButton, CopyWordsButton } from '../parts/copy-button.tsx'

const severities: readonly Severity[] = ['error', 'warning', 'info']
const severityIcons = { error: CircleAlert, warning: TriangleAlert, info: Info }
const severityTones = { error: 'text-bad', warning: 'text-warn', info: 'text-faint' }

const verdictLooks = {
  ok: { icon: CheckCircle2, tone: 'bg-ok-soft text-ok' },
  warnings: { icon: TriangleAlert, tone: 'bg-warn-soft text-warn' },
  refused: { icon: CircleAlert, tone: 'bg-bad-soft text-bad' },
}

interface FindingsReportProps {
  verdict: Verdict
  findings: readonly Finding[]
  /** Only this severity, if given. */
  severity?: string | undefined
}

/** The verdict first, then every finding: most severe first, each with where it is and what it means. */
export function FindingsReport({ verdict, findings, severity }: FindingsReportProps) {
  const { t } = useTranslation()
  const { icon: Icon, tone } = verdictLooks[verdict]
  const shown = severities.filter((one) => severity === undefined || one === severity)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className={classNames('flex items-center gap-4 rounded-xl px-5 py-4', tone)}>
        <Icon className="size-7 shrink-0" aria-hidden />
        <div className="min-w-0 flex-1">
          <p className="text-[1.133rem] font-semibold">{t(`verdict.${verdict}`)}</p>
          <p className="text-[0.933rem] text-ink/80">{t(`verdictAbout.${verdict}`)}</p>
        </div>
        <div className="flex gap-4 max-sm:hidden">
          {severities.map((one) => (
            <Count
              key={one}
              severity={one}
              count={findings.filter((f) => f.severity === one).length}
            />
          ))}
        </div>
      </div>
      {findings.length === 0 && <p className="text-muted">{t('report.nothing')}</p>}
      {shown.map((one) => (
        <Group key={one} severity={one} findings={findings.filter((f) => f.severity === one)} />
      ))}
      {findings.length > 0 && (
        <div>
          <CopyWordsButton text={asText(findings)} size="small" look="quiet">
            {t('report.copyAll')}
          </CopyWordsButton>
        </div>
      )}
    </div>
  )
}

function Count({ severity, count }: { severity: Severity; count: number }) {
  const { t } = useTranslation()
  return (
    <div className="text-center text-ink">
      <p className="text-[1.2rem] leading-tight font-semibold tabular-nums">{count}</p>
      <p className="text-[0.8rem] text-ink/70">{t(`severity.${severity}`, { count })}</p>
    </div>
  )
}

function Group({ severity, findings }: { severity: Severity; findings: readonly Finding[] }) {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  const Icon = severityIcons[severity]
  return (
    <section>
      <h2 className="mb-2 flex items-center gap-2 font-semibold">
        <Icon className={classNames('size-4.5', severityTones[severity])} aria-hidden />
        {t(`severityTitle.${severity}`)}
        <span className="font-normal text-faint tabular-nums">{findings.length}</span>
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {findings.map((finding) => (
          <FindingRow key={keyOf(finding)} finding={finding} />
        ))}
      </ul>
    </section>
  )
}

function FindingRow({ finding }: { finding: Finding }) {
  const { t, i18n } = useTranslation()
  const place = placeOf(finding)
  const key = `finding.${finding.code}`
  const text = i18n.exists(key) ? t(key as 'finding.file-missing') : finding.message
  return (
    <li className="px-4 py-3">
      <p className="text-pretty break-words">{text}</p>
      {text !== finding.message && (
        <p className="mt-0.5 text-[0.867rem] break-words text-faint" lang="en">
          {finding.message}
        </p>
      )}
      <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-[0.8rem] text-faint">
        <code className="rounded-sm bg-subtle px-1.5 py-0.5 font-mono">{finding.code}</code>
        {place && (
          <span className="flex min-w-0 items-center gap-0.5">
            <code className="min-w-0 font-mono break-all text-muted">{place}</code>
            <CopyButton text={place} label={t('report.copyPlace')} />
          </span>
        )}
      </p>
    </li>
  )
}

const keyOf = (finding: Finding): string =>
  [finding.code, placeOf(finding), finding.message].join(' ')

/** `file:line:column`, as editors open it. */
function placeOf(finding: Finding): string | undefined {
  if (!finding.file) return undefined
  return [finding.file, finding.line, finding.column].filter((part) => part !== undefined).join(':')
}

const asText = (findings: readonly Finding[]): string =>
  findings
    .map((f) => [f.severity, f.code, placeOf(f), f.message].filter(Boolean).join('\t'))
    .join('\n')
