import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { credentialsQuery, statementQuery } from '../api/queries.ts'
import type { StatementRow } from '../api/types.ts'
import { formatDateTime } from '../language/format.ts'
import { buttonClass } from '../parts/button.tsx'
import { CopyButton, CopyWordsButton } from '../parts/copy-button.tsx'
import { MenuItem } from '../parts/menu.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { Attachments } from './attachments.tsx'
import { JsonView } from './json-view.tsx'
import { useObjectWords } from './object-words.ts'
import { identifierOf } from './statement-filter.ts'
import { ResultWords, StatementSentence, VerbIcon } from './statement-line.tsx'
import { StatementLinks, VoidedNote } from './statement-links.tsx'
import { ValueMenu } from './value-menu.tsx'
import { useVerbWords } from './verbs.ts'

interface StatementDetailProps {
  id: string
  /** The row of the list, to be shown until the whole of it is there. */
  row: StatementRow | undefined
}

/** One statement: its sentence, its values to filter by, what it hangs together with, and its JSON. */
export function StatementDetail({ id, row }: StatementDetailProps) {
  const { t } = useTranslation()
  const found = useQuery(statementQuery(id))
  const one = found.data ?? row
  if (!one && found.isPending) return <SkeletonRows rows={4} />
  if (!one)
    return (
      <ErrorState
        error={found.error}
        what={t('statements.oneFailed')}
        retry={() => found.refetch()}
        isCompact
      />
    )
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      {found.data && <VoidedNote one={found.data} />}
      <p className="flex items-start gap-3 text-[1.067rem] text-pretty">
        <VerbIcon id={one.verb.id} className="mt-1" />
        <StatementSentence row={one} />
      </p>
      <Facts one={one} />
      {found.data && <StatementLinks one={found.data} />}
      <Attachments id={one.id} statement={one.statement} />
      <section>
        <header className="mb-2 flex flex-wrap items-center gap-1">
          <h3 className="flex-1 font-semibold">JSON</h3>
          <CopyWordsButton text={JSON.stringify(one.statement, null, 2)} size="small" look="quiet">
            {t('copy.copy')}
          </CopyWordsButton>
          <a
            href={apiUrl(`/statements/${one.id}/source`)}
            download
            title={t('statements.sourceHint')}
            className={buttonClass('quiet', 'small')}
          >
            <Download aria-hidden />
            {t('statements.source')}
          </a>
        </header>
        <JsonView key={one.id} value={one.statement} />
      </section>
    </div>
  )
}

function Facts({ one }: { one: StatementRow }) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  const { actor, authority, context } = one.statement as {
    actor?: unknown
    authority?: unknown
    context?: { platform?: string; contextActivities?: ContextActivities }
  }
  const agent = identifierOf(actor)
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-[0.933rem]">
      <Fact name={t('statements.when')}>
        {formatDateTime(one.timestamp)} <span className="text-faint">(GMT+7)</span>
        <span className="block font-mono text-[0.8rem] break-all text-faint">{one.timestamp}</span>
      </Fact>
      {one.stored.slice(0, 16) !== one.timestamp.slice(0, 16) && (
        <Fact name={t('statements.stored')}>{formatDateTime(one.stored)}</Fact>
      )}
      <Fact name={t('statements.name.learner')}>
        {one.actor.learner ? (
          <ValueMenu
            name="learner"
            value={one.actor.learner}
            more={<GoTo to="/learners/$learner" id={one.actor.learner} />}
          >
            {one.actor.name}
          </ValueMenu>
        ) : agent ? (
          <ValueMenu name="agent" value={agent}>
            {one.actor.name}
          </ValueMenu>
        ) : (
          one.actor.name
        )}
      </Fact>
      <Fact name={t('statements.name.verb')}>
        <ValueMenu name="verb" value={one.verb.id}>
          {verbWords(one.verb.id, one.verb.display)}
        </ValueMenu>
        <Iri text={one.verb.id} />
      </Fact>
      <Fact name={t('statements.name.activity')}>
        {one.object.type === 'Activity' ? (
          <ValueMenu name="activity" value={one.object.id}>
            {one.object.name}
          </ValueMenu>
        ) : (
          <span className="break-words">{one.object.name}</span>
        )}
        {one.object.name !== one.object.id && <Iri text={one.object.id} />}
      </Fact>
      <ContextFacts activities={context?.contextActivities} />
      <ResultFact one={one} />
      {one.registration && (
        <Fact name={t('statements.name.registration')}>
          <ValueMenu
            name="registration"
            value={one.registration}
            more={<GoTo to="/registrations/$registration" id={one.registration} />}
          >
            <span className="font-mono text-[0.8rem]">{one.registration}</span>
          </ValueMenu>
        </Fact>
      )}
      <AuthorityFact authority={authority} />
      <Fact name={t('statements.id')}>
        <span className="flex items-center gap-1">
          <code className="font-mono text-[0.8rem] break-all">{one.id}</code>
          <CopyButton text={one.id} />
        </span>
      </Fact>
    </dl>
  )
}

function ResultFact({ one }: { one: StatementRow }) {
  const { t } = useTranslation()
  const { result } = one
  if (!result) return null
  const success = result.success === undefined ? undefined : String(result.success)
  return (
    <Fact name={t('figures.result')}>
      {success ? (
        <ValueMenu name="success" value={success}>
          <ResultWords row={one} />
        </ValueMenu>
      ) : (
        <ResultWords row={one} />
      )}
      {result.response && <span className="block break-words">“{result.response}”</span>}
    </Fact>
  )
}

type ContextActivities = Readonly<
  Partial<Record<'parent' | 'grouping' | 'category' | 'other', readonly { readonly id: string }[]>>
>

/** Activities that the statement also belongs to; categories are of profiles, not of content. */
function ContextFacts({ activities = {} }: { activities: ContextActivities | undefined }) {
  const { t } = useTranslation()
  return (['parent', 'grouping'] as const).map((kind) => {
    const list = [activities[kind] ?? []].flat() as readonly { readonly id: string }[]
    return list.length === 0 ? null : (
      <Fact key={kind} name={t(`statements.context.${kind}`)}>
        <ul className="grid gap-1">
          {list.map(({ id }) => (
            <li key={id}>
              <ValueMenu name="activity" value={id}>
                <ObjectWords iri={id} />
              </ValueMenu>
            </li>
          ))}
        </ul>
      </Fact>
    )
  })
}

/** A package by its title, any other activity by its IRI. */
function ObjectWords({ iri }: { iri: string }) {
  const words = useObjectWords(iri)
  return words === iri ? <span className="font-mono text-[0.8rem]">{iri}</span> : words
}

/** Who vouches for it: a credential of this installation by its name. */
function AuthorityFact({ authority }: { authority: unknown }) {
  const { t } = useTranslation()
  const found = useQuery(credentialsQuery)
  const account = (authority as { account?: { homePage: string; name: string } } | undefined)
    ?.account
  const one = found.data?.items.find(({ key }) => key === account?.name)
  if (!account || !one) return null
  return (
    <Fact name={t('statements.name.key')}>
      <ValueMenu name="key" value={account.name}>
        {one.name}
      </ValueMenu>
    </Fact>
  )
}

type Place =
  | { to: '/learners/$learner'; id: string }
  | { to: '/registrations/$registration'; id: string }

function GoTo({ to, id }: Place) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = () =>
    to === '/learners/$learner'
      ? navigate({ to, params: { learner: id } })
      : navigate({ to, params: { registration: id } })
  return (
    <MenuItem onSelect={() => void go()}>
      <ExternalLink aria-hidden />
      {t(to === '/learners/$learner' ? 'statements.openLearner' : 'launch.openRegistration')}
    </MenuItem>
  )
}

const Iri = ({ text }: { text: string }) => (
  <span className="block font-mono text-[0.8rem] break-all text-faint">{text}</span>
)

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
