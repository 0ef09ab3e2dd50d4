import { useQuery } from '@tanstack/react-query'
import { Ban, Link2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { statementQuery } from '../api/queries.ts'
import type { StatementDetailItem, StatementRow } from '../api/types.ts'
import { Moment } from '../parts/figures.tsx'
import { useFilterActions } from './filter-actions.tsx'
import { StatementSentence } from './statement-line.tsx'
import { knownVerbs } from './verbs.ts'

const isVoiding = (row: StatementRow): boolean =>
  row.verb.id === knownVerbs.voided.id && row.object.type === 'StatementRef'

/** How a statement hangs together with others: what voids it, what it voids or speaks of, what speaks of it. */
export function StatementLinks({ one }: { one: StatementDetailItem }) {
  const { t } = useTranslation()
  const context = (one.statement as { context?: { statement?: { id?: string } } }).context
  const others = one.referrers.filter((row) => !isVoiding(row))
  return (
    <>
      {one.object.type === 'StatementRef' && (
        <Section title={t(isVoiding(one) ? 'statements.voids' : 'statements.speaksOf')}>
          <Target id={one.object.id} />
        </Section>
      )}
      {context?.statement?.id && (
        <Section title={t('statements.inContextOf')}>
          <Target id={context.statement.id} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t('statements.referredBy', { count: others.length })}>
          {others.map((row) => (
            <Linked key={row.id} row={row} />
          ))}
        </Section>
      )}
    </>
  )
}

/** Says above everything else that a statement no longer counts, and because of which one. */
export function VoidedNote({ one }: { one: StatementDetailItem }) {
  const { t } = useTranslation()
  if (!one.isVoided) return null
  return (
    <div className="grid gap-1 rounded-lg bg-bad-soft px-3.5 py-2.5">
      <p className="flex items-center gap-2 font-medium text-bad">
        <Ban className="size-4 shrink-0" aria-hidden />
        {t('statements.voided')}
      </p>
      {one.referrers.filter(isVoiding).map((row) => (
        <Linked key={row.id} row={row} />
      ))}
    </div>
  )
}

/** A statement that is only named: it is fetched to say what it says, and may not have arrived. */
function Target({ id }: { id: string }) {
  const { t } = useTranslation()
  const found = useQuery(statementQuery(id))
  if (found.data) return <Linked row={found.data} />
  return (
    <p className="text-[0.933rem] text-faint">
      {t(found.isLoadingError ? 'statements.notHere' : 'state.loading')}{' '}
      <code className="font-mono text-[0.8rem] break-all">{id}</code>
    </p>
  )
}

function Linked({ row }: { row: StatementRow }) {
  const actions = useFilterActions()
  return (
    <button
      type="button"
      onClick={() => actions?.open(row.id)}
      className="flex w-full items-start gap-2 rounded-md py-1 text-left text-[0.933rem] hover:text-accent pointer-coarse:py-2.5"
    >
      <Link2 className="mt-1 size-3.5 shrink-0 text-faint" aria-hidden />
      <span className="min-w-0 flex-1 underline decoration-line-strong underline-offset-4">
        <StatementSentence row={row} />
      </span>
      <span className="shrink-0 text-[0.8rem] text-faint">
        <Moment at={row.timestamp} />
      </span>
    </button>
  )
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-[0.867rem] text-faint">{title}</h3>
      {children}
    </section>
  )
}
