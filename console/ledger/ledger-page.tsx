import { useQuery } from '@tanstack/react-query'
import { Download, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ledgerQuery } from '../api/queries.ts'
import type { LedgerState } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Card, Figure, FigureStrip, PageHeader } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Moment } from '../parts/figures.tsx'
import { saveText } from '../parts/save-text.ts'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { checkLog, type LogCheck } from './check-log.ts'
import { StatementCheckCard } from './statement-check-card.tsx'

/** For auditors: the signed checkpoint, what this device saw before, and whether a statement is in the log. */
export function LedgerPage() {
  const { t } = useTranslation()
  const state = useQuery(ledgerQuery)
  usePageTitle(t('nav.ledger'))
  return (
    <>
      <PageHeader title={t('nav.ledger')} below={t('ledger.about')} />
      {state.isPending ? (
        <Card>
          <SkeletonRows />
        </Card>
      ) : state.isLoadingError ? (
        <Card>
          <ErrorState error={state.error} what={t('ledger.failed')} retry={() => state.refetch()} />
        </Card>
      ) : state.data.size === 0 ? (
        <Card>
          <EmptyState icon={<ShieldCheck aria-hidden />} title={t('ledger.empty')}>
            {t('ledger.emptyAbout')}
          </EmptyState>
        </Card>
      ) : (
        <Log state={state.data} />
      )}
    </>
  )
}

function Log({ state }: { state: LedgerState }) {
  const { t, i18n } = useTranslation()
  const check = useQuery({
    queryKey: ['ledger', 'check', state.checkpoint],
    queryFn: () => checkLog(state),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="grid gap-6">
      {state.halted && (
        <Notice isBad title={t('ledger.halted')}>
          {t(`ledger.haltedBy.${state.halted}`)}
        </Notice>
      )}
      {check.data && <Memory check={check.data} />}
      {check.isError && (
        <Card>
          <ErrorState error={check.error} what={t('ledger.checkFailed')} isCompact />
        </Card>
      )}
      <FigureStrip>
        <Figure
          label={t('ledger.size')}
          note={state.isUpToDate ? t('ledger.upToDate') : t('ledger.following')}
        >
          {state.size.toLocaleString(i18n.language)}
        </Figure>
        <Figure label={t('ledger.keptAt')}>
          <span className="text-[1.067rem]">
            <Moment at={state.checkpointKeptAt} />
          </span>
        </Figure>
      </FigureStrip>
      <Card
        title={t('ledger.checkpoint')}
        action={
          <Button icon={<Download aria-hidden />} onClick={() => download(state)}>
            {t('ledger.download')}
          </Button>
        }
      >
        <div className="grid gap-4 px-5 py-4">
          <p className="max-w-prose text-pretty text-muted">{t('ledger.checkpointAbout')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
          <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-subtle p-3.5 text-[0.8rem]">
            {state.checkpoint}
          </pre>
          <div className="grid gap-1">
            <p className="text-[0.867rem] text-faint">{t('ledger.key')}</p>
            <p className="flex items-center gap-2 font-mono text-[0.8rem] break-all">
              {state.key}
              <CopyButton text={state.key ?? ''} />
            </p>
          </div>
        </div>
      </Card>
      <StatementCheckCard state={state} />
      <Notice title={t('ledger.limit')}>{t('ledger.limitAbout')}</Notice>
    </div>
  )
}

/** What this device finds when it compares the log with what it saw last. */
function Memory({ check: { verdict, seen, seenSize, isSigned } }: { check: LogCheck }) {
  const { t, i18n } = useTranslation()
  const isBad = ['changed', 'shorter', 'another', 'unsigned'].includes(verdict)
  return (
    <Notice isBad={isBad} title={t(`ledger.verdict.${verdict}`)}>
      {t(`ledger.verdictAbout.${verdict}`, {
        size: (seenSize ?? 0).toLocaleString(i18n.language),
      })}{' '}
      {seen && (
        <>
          {t('ledger.seenAt')} <Moment at={seen.at} />.{' '}
        </>
      )}
      {isSigned === undefined && verdict !== 'empty' && t('ledger.signatureUnchecked')}
    </Notice>
  )
}

function Notice({
  title,
  isBad,
  children,
}: {
  title: string
  isBad?: boolean
  children: ReactNode
}) {
  const Icon = isBad ? ShieldAlert : ShieldCheck
  return (
    <section
      role={isBad ? 'alert' : undefined}
      className={`flex gap-4 rounded-xl border px-5 py-4 ${isBad ? 'border-bad bg-bad-soft' : 'border-line bg-surface'}`}
    >
      <Icon
        className={`mt-0.5 size-5 shrink-0 ${isBad ? 'text-bad' : 'text-accent'}`}
        aria-hidden
      />
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1 max-w-prose text-pretty text-muted">{children}</p>
      </div>
    </section>
  )
}

const download = ({ checkpoint = '', size }: LedgerState): void =>
  saveText(`checkpoint-${size}.txt`, checkpoint)
