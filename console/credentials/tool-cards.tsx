import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../parts/class-names.ts'
import { CopyField, CopyWordsButton } from '../parts/copy-button.tsx'
import { Field } from '../parts/field.tsx'
import {
  basicOf,
  type Connection,
  type FieldValue,
  launchUrl,
  type Tool,
  type ToolId,
  tools,
} from './tools.ts'

interface ToolCardsProps {
  connection: Connection
  /** The tool that is shown first. */
  first: ToolId
}

const groups = ['authoring', 'system', 'code'] as const

/** How to enter a key into each tool: where, the fields in the tool's own words, and what to copy into them. */
export function ToolCards({ connection, first }: ToolCardsProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ToolId>(first)
  const tool = tools.find(({ id }) => id === chosen)!
  return (
    <section
      aria-label={t('credentials.tools')}
      className="grid gap-x-6 gap-y-4 sm:grid-cols-[10.5rem_minmax(0,1fr)]"
    >
      <ToolSelect chosen={chosen} onChoose={setChosen} />
      <nav aria-label={t('credentials.tools')} className="max-sm:hidden">
        {groups.map((group) => (
          <div key={group} className="mb-3">
            <h4 className="px-2.5 pb-1 text-[0.8rem] text-faint">
              {t(`credentials.toolGroup.${group}`)}
            </h4>
            {tools
              .filter((one) => one.group === group)
              .map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={id === chosen}
                  onClick={() => setChosen(id)}
                  className={classNames(
                    'block w-full rounded-md px-2.5 py-1 text-left text-[0.933rem] hover:bg-subtle pointer-coarse:py-2.5',
                    id === chosen ? 'bg-accent-soft font-medium text-accent' : 'text-muted',
                  )}
                >
                  {name}
                </button>
              ))}
          </div>
        ))}
      </nav>
      <ToolCard key={tool.id} tool={tool} connection={connection} />
    </section>
  )
}

/** The same choice on a phone. */
function ToolSelect({ chosen, onChoose }: { chosen: ToolId; onChoose: (id: ToolId) => void }) {
  const { t } = useTranslation()
  return (
    <label className="relative grid gap-1.5 sm:hidden">
      <span className="text-[0.867rem] font-medium">{t('credentials.tool')}</span>
      <select
        value={chosen}
        onChange={(event) => onChoose(event.target.value as ToolId)}
        className="h-11 w-full appearance-none rounded-lg border border-line-strong/80 bg-surface px-3 pr-9"
      >
        {groups.map((group) => (
          <optgroup key={group} label={t(`credentials.toolGroup.${group}`)}>
            {tools
              .filter((one) => one.group === group)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <ChevronDown
        className="pointer-events-none absolute right-3 bottom-3.5 size-4 text-faint"
        aria-hidden
      />
    </label>
  )
}

function ToolCard({ tool, connection }: { tool: Tool; connection: Connection }) {
  const { t } = useTranslation()
  return (
    <div className="grid min-w-0 content-start gap-4">
      <p className="text-pretty text-muted">{t(`credentials.how.${tool.id}`)}</p>
      {tool.fields?.map(([label, value]) => (
        <ToolField key={label} label={label} value={value} connection={connection} />
      ))}
      {tool.code && <Code text={tool.code(connection)} />}
      {tool.isLaunched && <LaunchAddress connection={connection} />}
    </div>
  )
}

interface ToolFieldProps {
  label: string
  value: FieldValue
  connection: Connection
}

export function ToolField({ label, value, connection }: ToolFieldProps) {
  const { t } = useTranslation()
  const text = connection[value]
  if (text !== undefined) return <CopyField label={label} value={text} />
  return (
    <div className="grid gap-1">
      <span className="text-[0.867rem] font-medium">{label}</span>
      <p className="rounded-lg border border-dashed border-line-strong px-3 py-2 text-[0.867rem] text-faint">
        {t('credentials.secretHidden')}
      </p>
    </div>
  )
}

function Code({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-subtle">
      <pre className="max-h-80 overflow-auto p-3.5 font-mono text-[0.8rem] leading-relaxed">
        {text}
      </pre>
      <div className="flex justify-end border-t border-line px-1.5 py-1">
        <CopyWordsButton text={text} size="small" look="quiet">
          {t('copy.copy')}
        </CopyWordsButton>
      </div>
    </div>
  )
}

/** For courses without fields of their own: the address that opens one so that it reports here. */
function LaunchAddress({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const [page, setPage] = useState('')
  const [email, setEmail] = useState('')
  const { secret } = connection
  if (secret === undefined)
    return (
      <>
        <ToolField label="endpoint" value="endpoint" connection={connection} />
        <p className="rounded-lg border border-dashed border-line-strong px-3 py-2 text-[0.867rem] text-faint">
          {t('credentials.launchHidden')}
        </p>
      </>
    )
  const url = email.includes('@') ? launchUrl(page, email, { ...connection, secret }) : undefined
  return (
    <>
      <CopyField label="endpoint" value={connection.endpoint} />
      <CopyField label="auth" value={basicOf(connection.key, secret)} />
      <div className="grid gap-3 rounded-lg border border-line p-4">
        <h4 className="font-medium">{t('credentials.launchBuild')}</h4>
        <Field
          label={t('credentials.launchPage')}
          hint={t('credentials.launchPageHint')}
          placeholder="https://…/index.html"
          spellCheck={false}
          value={page}
          onChange={(event) => setPage(event.target.value.trim())}
        />
        <Field
          label={t('credentials.launchEmail')}
          type="email"
          placeholder="hocvien@example.org"
          value={email}
          onChange={(event) => setEmail(event.target.value.trim())}
        />
        {url && <CopyField label={t('credentials.launchUrl')} value={url} />}
        <p className="text-[0.867rem] text-warn">{t('credentials.launchWarning')}</p>
      </div>
    </>
  )
}
