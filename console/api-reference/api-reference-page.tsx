import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, FileCode2 } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { openapiQuery } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { buttonClass } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { type OpenApi, type Operation, operationsByTag } from './openapi.ts'
import { OperationView } from './operation-view.tsx'

const route = getRouteApi('/app/api-reference')

export function ApiReferencePage() {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const document = useQuery(openapiQuery)
  const api = document.data as OpenApi | undefined
  usePageTitle(t('nav.apiReference'))
  useOpenAnchor(api !== undefined)
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            {t('nav.apiReference')}
            {api?.info?.version && <Badge>v{api.info.version}</Badge>}
          </span>
        }
        below={t('api.about')}
        actions={
          <a
            href={apiUrl('/openapi.json')}
            download="hocba-openapi.json"
            className={buttonClass('secondary')}
          >
            <Download aria-hidden />
            openapi.json
          </a>
        }
      />
      <div className="mb-4">
        <SearchField
          label={t('api.search')}
          value={q}
          onChange={(text) => navigate({ search: { q: text || undefined }, replace: true })}
        />
      </div>
      {document.isPending && (
        <Card>
          <SkeletonRows rows={6} />
        </Card>
      )}
      {document.isLoadingError && (
        <Card>
          <ErrorState
            error={document.error}
            what={t('api.failed')}
            retry={() => document.refetch()}
          />
        </Card>
      )}
      {api && <Groups api={api} q={q.toLowerCase()} />}
    </>
  )
}

function Groups({ api, q }: { api: OpenApi; q: string }) {
  const { t } = useTranslation()
  const fits = (one: Operation) =>
    `${one.method} ${one.path} ${one.summary ?? ''} ${one.operationId ?? ''}`
      .toLowerCase()
      .includes(q)
  const groups = [...operationsByTag(api)]
    .map(([tag, operations]) => [tag, operations.filter(fits)] as const)
    .filter(([, operations]) => operations.length > 0)
  if (groups.length === 0) {
    return (
      <Card>
        <EmptyState icon={<FileCode2 aria-hidden />} title={t('state.noMatch')} />
      </Card>
    )
  }
  return (
    <div className="grid gap-4">
      {groups.map(([tag, operations]) => (
        <Card
          key={tag}
          title={<span className="capitalize">{tag || t('api.other')}</span>}
          hint={api.tags?.find((one) => one.name === tag)?.description}
        >
          {operations.map((operation) => (
            <OperationView key={operation.anchor} operation={operation} api={api} />
          ))}
        </Card>
      ))}
    </div>
  )
}

/** Opens the operation that the address names, once it is there. */
function useOpenAnchor(isReady: boolean): void {
  useEffect(() => {
    const anchor = decodeURIComponent(location.hash.slice(1))
    const element = isReady && anchor ? window.document.getElementById(anchor) : null
    if (!(element instanceof HTMLDetailsElement)) return
    element.open = true
    element.scrollIntoView()
  }, [isReady])
}
