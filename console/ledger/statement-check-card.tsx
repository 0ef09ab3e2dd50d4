import { useMutation } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LedgerState } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Field } from '../parts/field.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState } from '../parts/states.tsx'
import { checkStatement, type StatementCheck } from './check-log.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Looks for a statement in the log, and says in words what the proof shows. */
export function StatementCheckCard({ state }: { state: LedgerState }) {
  const { t } = useTranslation()
  const [id, setId] = useState('')
  const [wrong, setWrong] = useState('')
  const check = useMutation({ mutationFn: (wanted: string) => checkStatement(wanted, state) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = id.trim()
    setWrong(uuid.test(wanted) ? '' : t('ledger.idWrong'))
    if (uuid.test(wanted)) check.mutate(wanted)
  }
  return (
    <Card title={t('ledger.check')} hint={t('ledger.checkAbout')}>
      <form onSubmit={submit} className="flex flex-wrap items-start gap-3 px-5 py-4">
        <Field
          className="min-w-0 flex-1 basis-72"
          label={t('ledger.statementId')}
          value={id}
          error={wrong || undefined}
          onChange={({ target }) => setId(target.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button
          type="submit"
          look="primary"
          className="mt-6.5"
          icon={<Search aria-hidden />}
          isBusy={check.isPending}
        >
          {t('ledger.checkNow')}
        </Button>
      </form>
      <div aria-live="polite">
        {check.isError && (
          <ErrorState error={check.error} what={t('ledger.statementFailed')} isCompact />
        )}
        {check.data && <Shown check={check.data} />}
      </div>
    </Card>
  )
}

function Shown({ check: { proof, isIncluded, isUnaltered } }: { check: StatementCheck }) {
  const { t, i18n } = useTranslation()
  const content = proof.isErased
    ? 'erased'
    : isUnaltered === undefined
      ? 'hidden'
      : isUnaltered
        ? 'unaltered'
        : 'altered'
  const isBad = !isIncluded || content === 'altered'
  return (
    <div className="grid gap-3 border-t border-line px-5 py-4">
      <p className={`font-semibold ${isBad ? 'text-bad' : ''}`}>
        {t(isIncluded ? 'ledger.included' : 'ledger.notIncluded', {
          position: (proof.position + 1).toLocaleString(i18n.language),
          size: proof.size.toLocaleString(i18n.language),
          hashes: proof.hashes.length,
        })}
      </p>
      <p className={`max-w-prose text-pretty ${content === 'altered' ? 'text-bad' : 'text-muted'}`}>
        {t(`ledger.content.${content}`)}
      </p>
      <p className="text-[0.867rem] text-faint">
        {t('ledger.stored')} <Moment at={proof.stored} />
      </p>
      <details>
        <summary className="cursor-pointer text-[0.867rem] text-accent">
          {t('ledger.proof')}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
        <pre tabIndex={0} className="mt-2 overflow-x-auto rounded-lg bg-subtle p-3.5 text-[0.8rem]">
          {[proof.leaf, ...proof.hashes].join('\n')}
        </pre>
      </details>
    </div>
  )
}
