import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'

/** Hà Nội's clock is seven hours ahead of UTC all year. */
const zone = 7 * 3_600_000

/** As a `datetime-local` field shows it, by Hà Nội's clock. */
const local = (iso: string | undefined): string =>
  iso ? new Date(Date.parse(iso) + zone).toISOString().slice(0, 16) : ''
const instant = (text: string): string | undefined =>
  text === '' ? undefined : new Date(`${text}:00+07:00`).toISOString()

const fieldClass =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.867rem] pointer-coarse:h-11'

interface SpanFormProps {
  /** ISO 8601, UTC. */
  span: { readonly since?: string | undefined; readonly until?: string | undefined }
  verb: string
  /** Whether there must be a beginning. */
  needsSince?: boolean
  isBusy?: boolean
  className?: string
  onDone: (since: string | undefined, until: string | undefined) => void
}

/** Asks for a span of time, from and to. */
export function SpanForm({ span, verb, needsSince, isBusy, className, onDone }: SpanFormProps) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(local(span.since))
  const [to, setTo] = useState(local(span.until))
  const isWrong = from !== '' && to !== '' && from >= to
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone(instant(from), instant(to))
  }
  return (
    <form className={classNames('grid gap-2', className)} onSubmit={submit}>
      <label className="grid gap-1 text-[0.8rem] text-faint">
        {t('statements.fromTime')}
        <input
          type="datetime-local"
          required={needsSince}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          className={fieldClass}
        />
      </label>
      <label className="grid gap-1 text-[0.8rem] text-faint">
        {t('statements.toTime')}
        <input
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
          className={fieldClass}
        />
      </label>
      {isWrong && <p className="text-[0.8rem] text-bad">{t('statements.spanWrong')}</p>}
      <button
        type="submit"
        disabled={isWrong || isBusy}
        className="h-9 rounded-md bg-accent text-[0.867rem] font-medium text-accent-ink disabled:opacity-50 pointer-coarse:h-11"
      >
        {verb}
      </button>
    </form>
  )
}
