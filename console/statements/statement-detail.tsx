import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatementRow } from '../api/types.ts'
import { formatDateTime } from '../language/format.ts'
import { CopyButton, CopyWordsButton } from '../parts/copy-button.tsx'
import { JsonView } from './json-view.tsx'
import { ResultWords, StatementSentence, VerbIcon } from './statement-line.tsx'

const linkClass = 'text-accent hover:underline'

/** One statement: its sentence, its facts with links to what they name, and the whole JSON as it is stored. */
export function StatementDetail({ row }: { row: StatementRow }) {
  const { t } = useTranslation()
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      <p className="flex items-start gap-3 text-[1.067rem] text-pretty">
        <VerbIcon id={row.verb.id} className="mt-1" />
        <StatementSentence row={row} />
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-[0.933rem]">
        <Fact name={t('statements.when')}>
          {formatDateTime(row.timestamp)} <span className="text-faint">(GMT+7)</span>
          <span className="block font-mono text-[0.8rem] text-faint">{row.timestamp}</span>
        </Fact>
        {row.result && (
          <Fact name={t('figures.result')}>
            <ResultWords row={row} />
            {row.result.response && (
              <span className="block break-words">“{row.result.response}”</span>
            )}
          </Fact>
        )}
        {row.actor.learner && (
          <Fact name={t('registrations.learner')}>
            <Link
              to="/learners/$learner"
              params={{ learner: row.actor.learner }}
              className={linkClass}
            >
              {row.actor.name}
            </Link>
          </Fact>
        )}
        {row.registration && (
          <Fact name={t('statements.registration')}>
            <Link
              to="/registrations/$registration"
              params={{ registration: row.registration }}
              className={`${linkClass} font-mono text-[0.8rem] break-all`}
            >
              {row.registration}
            </Link>
          </Fact>
        )}
        <Fact name={t('statements.activity')}>
          <Link
            to="/statements"
            search={{ activity: row.object.id }}
            className={`${linkClass} font-mono text-[0.8rem] break-all`}
          >
            {row.object.id}
          </Link>
        </Fact>
        <Fact name={t('statements.id')}>
          <span className="flex items-center gap-1">
            <code className="font-mono text-[0.8rem] break-all">{row.id}</code>
            <CopyButton text={row.id} />
          </span>
        </Fact>
      </dl>
      <section>
        <header className="mb-2 flex items-center justify-between">
          <h3 className="font-semibold">JSON</h3>
          <CopyWordsButton text={JSON.stringify(row.statement, null, 2)} size="small" look="quiet">
            {t('copy.copy')}
          </CopyWordsButton>
        </header>
        <JsonView value={row.statement} />
      </section>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
