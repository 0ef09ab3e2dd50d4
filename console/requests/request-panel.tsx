import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Lightbulb } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestDetail } from '../../src/requests/wire.ts'
import { formatBytes, formatDateTime, formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { CopyButton, CopyWordsButton } from '../parts/copy-button.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { asCurl } from './as-curl.ts'
import { requestQuery } from './queries.ts'
import { ReplayForm } from './replay-form.tsx'
import { RequestBody } from './request-body.tsx'
import { SourceName, StatusBadge } from './request-words.tsx'
import { useCodeWords } from './use-code-words.ts'

/** One refused request: what was wrong and how to mend it, its facts, body and headers, and another try. */
export function RequestPanel({ id }: { id: string }) {
  const { t } = useTranslation()
  const found = useQuery(requestQuery(id))
  if (found.isPending) return <SkeletonRows rows={4} />
  if (found.isLoadingError) {
    const retry = () => void found.refetch()
    return <ErrorState error={found.error} what={t('requests.oneFailed')} retry={retry} isCompact />
  }
  return <Request key={id} request={found.data} />
}

function Request({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  const { title, fix } = useCodeWords()(request.code)
  const [isTrying, setTrying] = useState(false)
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      <div>
        <h3 className="flex flex-wrap items-center gap-2.5 text-[1.067rem] font-semibold">
          <StatusBadge status={request.status} />
          {title}
        </h3>
        {request.message && <p className="mt-2 break-words text-muted">{request.message}</p>}
      </div>
      <section className="flex gap-3 rounded-lg bg-accent-soft p-4">
        <Lightbulb className="mt-0.5 size-4.5 shrink-0 text-accent" aria-hidden />
        <div className="min-w-0">
          <h4 className="font-semibold text-accent">{t('requests.fix')}</h4>
          <p className="mt-0.5 text-pretty">{fix}</p>
        </div>
      </section>
      <div className="flex flex-wrap gap-2">
        {request.canReplay && (
          <Button
            aria-expanded={isTrying}
            icon={<FlaskConical aria-hidden />}
            onClick={() => setTrying(!isTrying)}
          >
            {t('requests.replay')}
          </Button>
        )}
        {request.area !== 'runtime' && (
          <CopyWordsButton text={asCurl(request, location.origin)}>
            {t('requests.curl')}
          </CopyWordsButton>
        )}
      </div>
      {isTrying && <ReplayForm request={request} />}
      {request.body && (
        <section>
          <header className="mb-2 flex items-center justify-between gap-3">
            <h4 className="flex items-center gap-2 font-semibold">
              {t('requests.body')}
              {request.isPersonal && (
                <Badge title={t('requests.personalAbout')}>{t('requests.personal')}</Badge>
              )}
            </h4>
            <CopyButton text={request.body.text} />
          </header>
          <RequestBody request={request} />
        </section>
      )}
      <Facts request={request} />
      <details>
        <summary className="cursor-pointer rounded-md font-semibold">
          {t('requests.headers', { count: request.headers.length })}
        </summary>
        <dl className="mt-2 grid grid-cols-[minmax(0,9rem)_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-[0.8rem]">
          {request.headers.map(({ name, value }) => (
            <Fact key={name} name={name}>
              <span className="break-all">{value}</span>
            </Fact>
          ))}
        </dl>
      </details>
    </div>
  )
}

function Facts({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const mono = 'font-mono text-[0.8rem] break-all'
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-[0.933rem]">
      <Fact name={t('requests.when')}>
        {formatDateTime(request.at)} <span className="text-faint">(GMT+7)</span>
      </Fact>
      <Fact name={t('requests.key')}>
        <SourceName source={request.source} />
      </Fact>
      <Fact name={t('requests.address')}>
        <span className={mono}>
          {request.method} {request.path}
        </span>
      </Fact>
      {request.pointer && (
        <Fact name={t('requests.pointer')}>
          <code className={mono}>{request.pointer}</code>
          {request.body?.place && (
            <span className="ml-2 text-[0.867rem] whitespace-nowrap text-faint">
              {t('requests.place', { ...request.body.place })}
            </span>
          )}
        </Fact>
      )}
      {request.clause && <Fact name={t('requests.clause')}>{request.clause}</Fact>}
      <Fact name={t('requests.version')}>
        {request.version ? <code className={mono}>{request.version}</code> : t('requests.none')}
      </Fact>
      {request.origin && (
        <Fact name="Origin">
          <code className={mono}>{request.origin}</code>
        </Fact>
      )}
      {request.userAgent && (
        <Fact name="User-Agent">
          <span className="text-[0.867rem] break-words text-muted">{request.userAgent}</span>
        </Fact>
      )}
      <Fact name={t('requests.size')}>
        {formatBytes(request.bytes, language)} · {formatNumber(request.milliseconds, language)} ms
      </Fact>
      <Fact name={t('requests.id')}>
        <span className="flex items-center gap-1">
          <code className={mono}>{request.id}</code>
          <CopyButton text={request.id} />
        </span>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="break-words text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
