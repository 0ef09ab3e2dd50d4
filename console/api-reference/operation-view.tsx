import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../parts/badge.tsx'
import { classNames } from '../parts/class-names.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import {
  curlOf,
  type OpenApi,
  type OpenApiParameter,
  type Operation,
  schemaOf,
  typeWords,
} from './openapi.ts'
import { SchemaView } from './schema-view.tsx'

const methodTones: Record<string, string> = {
  get: 'text-accent bg-accent-soft',
  post: 'text-ok bg-ok-soft',
  put: 'text-warn bg-warn-soft',
  patch: 'text-warn bg-warn-soft',
  delete: 'text-bad bg-bad-soft',
}

export function MethodBadge({ method }: { method: string }) {
  return (
    <span
      className={classNames(
        'inline-grid h-6 w-16 shrink-0 place-items-center rounded-md font-mono text-[0.733rem] font-semibold uppercase',
        methodTones[method] ?? 'bg-subtle text-muted',
      )}
    >
      {method}
    </span>
  )
}

/** One operation, closed to a line until it is asked for. */
export function OperationView({ operation, api }: { operation: Operation; api: OpenApi }) {
  const scope = scopeOf(operation)
  return (
    <details
      id={operation.anchor}
      className="group scroll-mt-20 border-b border-line last:border-0"
    >
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-5 py-3 hover:bg-subtle focus-visible:-outline-offset-2">
        <MethodBadge method={operation.method} />
        <code className="font-mono text-[0.867rem] break-all">{operation.path}</code>
        <span className="min-w-0 flex-1 text-right text-[0.933rem] text-muted max-sm:basis-full max-sm:text-left">
          {operation.summary}
        </span>
      </summary>
      <div className="grid gap-6 px-5 pt-1 pb-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="grid min-w-0 content-start gap-5">
          {operation.description && <p className="text-pretty">{operation.description}</p>}
          {scope && (
            <p>
              <Badge>{scope}</Badge>
            </p>
          )}
          <Parameters parameters={operation.parameters ?? []} api={api} />
          <Body operation={operation} api={api} />
          <Answers operation={operation} api={api} />
        </div>
        <Curl operation={operation} api={api} />
      </div>
    </details>
  )
}

function scopeOf(operation: Operation): string | undefined {
  return operation['x-scope'] ?? operation.security?.flatMap((one) => Object.values(one).flat())[0]
}

function Parameters({
  parameters,
  api,
}: {
  parameters: readonly OpenApiParameter[]
  api: OpenApi
}) {
  const { t } = useTranslation()
  if (parameters.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 text-[0.867rem] font-semibold">{t('api.parameters')}</h3>
      <ul className="divide-y divide-line">
        {parameters.map((one) => (
          <li key={`${one.in}-${one.name}`} className="py-2">
            <p className="flex flex-wrap items-baseline gap-x-2.5">
              <code className="font-mono text-[0.867rem] font-medium">{one.name}</code>
              <span className="font-mono text-[0.8rem] text-faint">
                {typeWords(one.schema, api)}
              </span>
              <span className="text-[0.8rem] text-faint">{one.in}</span>
              {one.required && <span className="text-[0.8rem] text-warn">{t('api.required')}</span>}
            </p>
            {one.description && <p className="text-[0.867rem] text-muted">{one.description}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Body({ operation, api }: { operation: Operation; api: OpenApi }) {
  const { t } = useTranslation()
  const schema = schemaOf(operation.requestBody?.content)
  if (!operation.requestBody) return null
  return (
    <section>
      <h3 className="mb-1 text-[0.867rem] font-semibold">
        {t('api.body')}{' '}
        <span className="font-mono font-normal text-faint">
          {Object.keys(operation.requestBody.content ?? {}).join(', ')}
        </span>
      </h3>
      {schema && <SchemaView schema={schema} api={api} />}
    </section>
  )
}

function Answers({ operation, api }: { operation: Operation; api: OpenApi }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3 className="mb-1 text-[0.867rem] font-semibold">{t('api.answers')}</h3>
      {Object.entries(operation.responses ?? {}).map(([status, answer]) => {
        const schema = schemaOf(answer.content)
        const tone: Tone = status.startsWith('2') ? 'ok' : 'warn'
        return (
          <details key={status} open={status.startsWith('2')} className="py-1.5">
            <summary className="flex cursor-pointer list-none items-center gap-2.5 text-[0.933rem]">
              <Badge tone={tone}>{status}</Badge>
              <span className="text-muted">{answer.description}</span>
            </summary>
            {schema && (
              <div className="mt-1 border-l-2 border-line pl-4">
                <SchemaView schema={schema} api={api} />
              </div>
            )}
          </details>
        )
      })}
    </section>
  )
}

function Curl({ operation, api }: { operation: Operation; api: OpenApi }) {
  const { t } = useTranslation()
  const command = curlOf(operation, api, location.origin)
  return (
    <section className="min-w-0 self-start rounded-lg border border-line bg-subtle xl:sticky xl:top-20">
      <header className="flex items-center justify-between border-b border-line py-1 pr-1.5 pl-4 text-[0.867rem] text-muted">
        curl
        <CopyButton text={command} label={t('copy.copy')} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keyboard too. */}
      <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-[0.8rem] leading-relaxed">
        {command}
      </pre>
    </section>
  )
}
