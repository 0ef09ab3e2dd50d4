import { useMutation } from '@tanstack/react-query'
import { CheckCircle2, FlaskConical, XCircle } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplayVerdict, RequestDetail } from '../../src/requests/wire.ts'
import { Button } from '../parts/button.tsx'
import { ErrorState } from '../parts/states.tsx'
import { replay } from './queries.ts'
import { parse } from './request-body.tsx'
import { useCodeWords } from './use-code-words.ts'

/** Tries the request again, with a body that can be changed, and says what would become of it. Nothing is stored. */
export function ReplayForm({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  const id = useId()
  const before = bodyOf(request)
  const [text, setText] = useState(before)
  const hasField = request.method !== 'GET' && request.method !== 'DELETE'
  const trial = useMutation({
    // What was not touched goes as it came, byte for byte.
    mutationFn: () => replay(request.id, text === before && isKept(request) ? {} : { body: text }),
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        trial.mutate()
      }}
    >
      <p id={`${id}-about`} className="text-[0.867rem] text-muted">
        {t('requests.replayAbout')}
      </p>
      {hasField && (
        <textarea
          aria-label={t('requests.replayBody')}
          aria-describedby={`${id}-about`}
          spellCheck={false}
          rows={12}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) trial.mutate()
          }}
          className="w-full resize-y rounded-lg border border-line-strong/80 bg-surface p-3 font-mono text-[0.8rem] leading-relaxed focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/25"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          isBusy={trial.isPending}
          icon={<FlaskConical aria-hidden />}
        >
          {t('requests.try')}
        </Button>
        {text !== before && (
          <Button look="quiet" onClick={() => setText(before)}>
            {t('requests.asSent')}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {trial.isError && (
          <ErrorState error={trial.error} what={t('requests.tryFailed')} isCompact />
        )}
        {trial.data && !trial.isPending && <Verdict verdict={trial.data} />}
      </div>
    </form>
  )
}

const isKept = ({ body, bytes }: RequestDetail): boolean => (body ? body.isWhole : bytes === 0)

/** Indented where it is JSON: what came on one line cannot be mended on one line. */
function bodyOf({ body }: RequestDetail): string {
  const value = body?.isWhole ? parse(body.text) : undefined
  return value === undefined ? (body?.text ?? '') : JSON.stringify(value, null, 2)
}

function Verdict({ verdict }: { verdict: ReplayVerdict }) {
  const { t } = useTranslation()
  const wordsOf = useCodeWords()
  const { status, isAccepted, as, statements, problem, place } = verdict
  const note = as === 'anyone' && (
    <p className="mt-1.5 text-[0.867rem] text-muted">{t('requests.asAnyone')}</p>
  )
  if (isAccepted) {
    return (
      <div className="rounded-lg border border-ok/30 bg-ok-soft p-4">
        <p className="flex items-center gap-2 font-semibold">
          <CheckCircle2 className="size-4.5 shrink-0 text-ok" aria-hidden />
          {t('requests.wouldPass', { status })}
        </p>
        {statements && (
          <p className="mt-1.5">{t('requests.wouldStore', { count: statements.length })}</p>
        )}
        {note}
      </div>
    )
  }
  const { title, fix } = wordsOf(problem?.code ?? '')
  return (
    <div className="rounded-lg border border-bad/30 bg-bad-soft p-4">
      <p className="flex items-center gap-2 font-semibold">
        <XCircle className="size-4.5 shrink-0 text-bad" aria-hidden />
        {t('requests.wouldFail', { status, title })}
      </p>
      <p className="mt-1.5 break-words">{problem?.message}</p>
      {place && (
        <p className="mt-1 text-[0.867rem] text-muted">{t('requests.place', { ...place })}</p>
      )}
      <p className="mt-1.5 text-muted">{fix}</p>
      {note}
    </div>
  )
}
