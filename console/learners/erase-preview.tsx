import { useTranslation } from 'react-i18next'
import type { ErasurePreview } from '../api/types.ts'

/** What an erasure would erase, in figures; what forbids it, and what is beyond its reach. */
export function ErasePreview({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation()
  const { statements, agents, holds, isImporting, isNameShared } = preview
  const figures = {
    statements: statements.all,
    registrations: preview.registrations,
    attempts: preview.attempts,
    sessions: preview.sessions,
    answers: preview.answers,
    documents: preview.documents,
    attachments: statements.attachments,
    classes: preview.classes,
    accounts: preview.accounts,
    requests: preview.requests,
    auditEntries: preview.auditEntries,
    otherTexts: preview.otherTexts,
  } as const
  return (
    <div className="grid gap-4 text-[0.933rem]">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 sm:grid-cols-[1fr_auto_1fr_auto]">
        {(Object.keys(figures) as (keyof typeof figures)[]).map((name) => (
          <Figure key={name} label={t(`erase.counts.${name}`)} value={figures[name]} />
        ))}
      </dl>
      <div>
        <h3 className="font-medium">{t('erase.agents')}</h3>
        <ul className="mt-1 max-h-32 overflow-y-auto text-[0.867rem] text-muted">
          {agents.map((agent) => (
            <li key={agent} className="break-all">
              {agent}
            </li>
          ))}
        </ul>
      </div>
      {isNameShared && <p className="text-muted">{t('erase.nameShared')}</p>}
      <CopiesElsewhere copies={preview.copies} />
      {holds.map(({ kind, reason }) => (
        <p key={`${kind} ${reason}`} role="alert" className="text-bad">
          {t(`erase.held.${kind}`, { reason })}
        </p>
      ))}
      {isImporting && (
        <p role="alert" className="text-bad">
          {t('erase.importing')}
        </p>
      )}
    </div>
  )
}

function Figure({ label, value }: { label: string; value: number }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="text-right font-medium tabular-nums">{value}</dd>
    </>
  )
}

/** Where statements went by themselves, and where nobody erases them but their operators. */
export function CopiesElsewhere({ copies }: Pick<ErasurePreview, 'copies'>) {
  const { t } = useTranslation()
  if (copies.length === 0) return null
  return (
    <div>
      <h3 className="font-medium">{t('erase.copies')}</h3>
      <ul className="mt-1 text-[0.867rem] text-muted">
        {copies.map(({ kind, name, url }) => (
          <li key={`${kind} ${url}`} className="break-all">
            {name} – {url}
          </li>
        ))}
      </ul>
    </div>
  )
}
