import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { History, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { auditQuery } from '../api/queries.ts'
import type { AuditItem, Me } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { inputClass } from '../parts/field.tsx'
import { Moment } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'

const route = getRouteApi('/app/audit')

/** Who changed what, and what auditors read; each line opens to what was before and after. */
export function AuditPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { kind, ...narrowed } = search
  const entries = useInfiniteQuery(auditQuery({ ...search }))
  const isNarrowed = Object.values(narrowed).some((value) => value !== undefined)
  usePageTitle(t('nav.audit'))
  return (
    <>
      <PageHeader title={t('nav.audit')} below={t('audit.about')} />
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-2.5">
          <span className="text-[0.867rem] text-faint">{t('audit.show')}</span>
          <select
            className={inputClass}
            value={kind ?? ''}
            onChange={({ target }) =>
              navigate({ search: { ...narrowed, kind: target.value || undefined }, replace: true })
            }
          >
            <option value="">{t('audit.all')}</option>
            <option value="change">{t('audit.changes')}</option>
            <option value="read">{t('audit.reads')}</option>
          </select>
        </label>
        {isNarrowed && (
          <Button icon={<X aria-hidden />} onClick={() => navigate({ search: {}, replace: true })}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <Card>
        <PagedList
          result={entries}
          failure={t('audit.failed')}
          empty={
            <EmptyState icon={<History aria-hidden />} title={t('audit.empty')}>
              {t('audit.emptyAbout')}
            </EmptyState>
          }
        >
          {(items) => (
            <ul className="divide-y divide-line">
              {items.map((one) => (
                <Entry key={one.seq} one={one} />
              ))}
            </ul>
          )}
        </PagedList>
      </Card>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
    </>
  )
}

/** What the thing is called, where the entry says it. */
function nameIn({ before, after }: AuditItem['details']): string | undefined {
  const { name, email } = (after ?? before ?? {}) as Record<string, unknown>
  const found = name ?? email
  return typeof found === 'string' ? `“${found}”` : undefined
}

/** The role that was given or taken, where the entry is about one. */
function roleIn({ before, after }: AuditItem['details'], t: TFunction): string | undefined {
  const { role } = (after ?? before ?? {}) as { role?: Me['roles'][number] }
  return role && t(`role.${role}`)
}

/** Who did it; someone on the server's command line is said to be that, not an account of this name. */
function actorOf({ actor }: AuditItem, t: TFunction): string {
  if (actor.kind === 'command') return t('audit.byCommand', { name: actor.name })
  return actor.name || t('audit.nobody')
}

function Entry({ one }: { one: AuditItem }) {
  const { t, i18n } = useTranslation()
  const role = roleIn(one.details, t)
  // An account that is made with roles has an entry for each of them, too.
  const operation = role && one.operation === 'createAccount' ? 'createGrant' : one.operation
  const key = `operation.${operation}`
  const words = i18n.exists(key) ? t(key as 'operation.createAccount') : one.operation
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3.5 hover:bg-subtle/70">
          <span className="min-w-0 flex-1 basis-64">
            <span className="font-medium">{words}</span>
            <span className="block text-[0.867rem] text-faint">
              {[actorOf(one, t), role ?? nameIn(one.details), one.network]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {one.kind === 'read' && <Badge>{t('audit.read')}</Badge>}
          <span className="text-[0.867rem] text-muted">
            <Moment at={one.at} />
          </span>
        </summary>
        <div className="grid gap-3 px-5 pb-5">
          {(['before', 'after', 'asked'] as const).map(
            (part) =>
              one.details[part] !== undefined && (
                <div key={part} className="grid gap-1">
                  <p className="text-[0.867rem] text-faint">{t(`audit.${part}`)}</p>
                  <pre className="overflow-x-auto rounded-lg bg-subtle p-3.5 text-[0.8rem] whitespace-pre-wrap break-words">
                    {JSON.stringify(one.details[part], null, 2)}
                  </pre>
                </div>
              ),
          )}
          <dl className="grid gap-x-4 gap-y-1 text-[0.867rem] sm:grid-cols-[8rem_1fr]">
            <dt className="text-faint">{t('audit.thing')}</dt>
            <dd className="grid gap-0.5 font-mono text-[0.8rem]">
              {one.about.map((id) => (
                <Link
                  key={id}
                  to="/audit"
                  search={{ about: id }}
                  className="break-all text-accent hover:underline"
                >
                  {id}
                </Link>
              ))}
              {one.about.length === 0 && '–'}
            </dd>
            <dt className="text-faint">{t('audit.actor')}</dt>
            <dd className="font-mono text-[0.8rem] break-all">
              <Link
                to="/audit"
                search={{ actor: one.actor.id }}
                className="text-accent hover:underline"
              >
                {one.actor.id || '–'}
              </Link>
            </dd>
            <dt className="text-faint">{t('audit.request')}</dt>
            <dd className="font-mono text-[0.8rem] break-all">{one.requestId}</dd>
          </dl>
        </div>
      </details>
    </li>
  )
}
