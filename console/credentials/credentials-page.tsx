import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronRight, KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { remove } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { Credential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { CopyField } from '../parts/copy-button.tsx'
import { rowLinkClass } from '../parts/data-table.tsx'
import { DeleteDialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Moment } from '../parts/figures.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { CreateCredentialDialog } from './create-credential-dialog.tsx'
import { CredentialPanel } from './credential-panel.tsx'
import { StateBadge, stateOf } from './credential-state.tsx'
import { useScopeWords } from './scope-words.tsx'

const route = getRouteApi('/app/credentials')

export function CredentialsPage() {
  const { t } = useTranslation()
  const { open, create } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(credentialsQuery)
  const [doomed, setDoomed] = useState<Credential>()
  usePageTitle(t('nav.credentials'))
  const show = (search: { open?: string; create?: string }) =>
    navigate({ search, replace: true, resetScroll: false })
  const shown = list.data?.items.find(({ key }) => key === open)
  const mayCreate = useMay()('credentials/write')
  const createButton = mayCreate && (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => show({ create: '1' })}>
      {t('credentials.create')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('nav.credentials')}
        below={t('credentials.about')}
        actions={createButton}
      />
      <div className="mb-5 max-w-xl">
        <CopyField label={t('credentials.endpoint')} value={`${location.origin}/xapi/`} />
      </div>
      <Card>
        {list.isPending && <SkeletonRows rows={3} />}
        {list.isLoadingError && !list.data && (
          <ErrorState
            error={list.error}
            what={t('credentials.failed')}
            retry={() => list.refetch()}
          />
        )}
        {list.data?.items.length === 0 && (
          <EmptyState
            icon={<KeyRound aria-hidden />}
            title={t('credentials.empty')}
            action={createButton}
          >
            {t('credentials.emptyAbout')}
          </EmptyState>
        )}
        {list.data && list.data.items.length > 0 && (
          <ul className="divide-y divide-line">
            {list.data.items.map((one) => (
              <CredentialRow key={one.key} one={one} />
            ))}
          </ul>
        )}
      </Card>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      <CreateCredentialDialog isOpen={create !== undefined && mayCreate} onClose={() => show({})} />
      {shown && !doomed && (
        <CredentialPanel
          key={shown.key}
          one={shown}
          onClose={() => show({})}
          onRevoke={() => setDoomed(shown)}
        />
      )}
      {doomed && (
        <RevokeDialog
          one={doomed}
          onClose={() => setDoomed(undefined)}
          onRevoked={() => {
            setDoomed(undefined)
            show({})
          }}
        />
      )}
    </>
  )
}

interface RevokeDialogProps {
  one: Credential
  onClose: () => void
  onRevoked: () => void
}

function RevokeDialog({ one, onClose, onRevoked }: RevokeDialogProps) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: (key: string) => remove(`/credentials/${encodeURIComponent(key)}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey })
      toast.success(t('credentials.deleted', { name: one.name }))
      onRevoked()
    },
    onError: failed(t('credentials.deleteFailed')),
  })
  return (
    <DeleteDialog
      isOpen
      onClose={onClose}
      title={t('credentials.deleteTitle', { name: one.name })}
      about={t('credentials.deleteAbout')}
      name={one.name}
      verb={t('credentials.revoke')}
      isBusy={revoke.isPending}
      onDelete={() => revoke.mutate(one.key)}
    />
  )
}

function CredentialRow({ one }: { one: Credential }) {
  const { t } = useTranslation()
  const scopeWords = useScopeWords()
  const isExpiring = stateOf(one) === 'expiring'
  return (
    <li className="relative flex items-center gap-4 py-3.5 pr-4 pl-5 transition-colors focus-within:bg-subtle/70 hover:bg-subtle/70">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            to="/credentials"
            search={{ open: one.key }}
            className={`${rowLinkClass} break-words`}
          >
            {one.name}
          </Link>
          <StateBadge one={one} />
        </p>
        <p className="text-[0.867rem] text-muted">{scopeWords(one.scopes)}</p>
        <Limits one={one} />
        <p className="text-[0.867rem] text-faint md:hidden">
          {t('credentials.lastUsed')}:{' '}
          {one.lastUsedAt ? <Moment at={one.lastUsedAt} isRelative /> : t('credentials.never')}
        </p>
      </div>
      <dl className="grid grid-cols-[7rem_8.5rem] gap-x-3 gap-y-0.5 text-right text-[0.867rem] max-md:hidden">
        <dt className="text-faint">{t('credentials.lastUsed')}</dt>
        <dd>
          {one.lastUsedAt ? <Moment at={one.lastUsedAt} isRelative /> : t('credentials.never')}
        </dd>
        <dt className="text-faint">
          {t(one.expiresAt ? 'credentials.expires' : 'credentials.created')}
        </dt>
        <dd className={isExpiring ? 'text-warn' : ''}>
          <Moment at={one.expiresAt ?? one.createdAt} />
        </dd>
      </dl>
      <ChevronRight className="size-4 shrink-0 text-faint" aria-hidden />
    </li>
  )
}

/** What narrows a key, where anything does. */
function Limits({ one }: { one: Credential }) {
  const { t } = useTranslation()
  const { activities = [], agents = [], registrations = [] } = one.filter ?? {}
  const rows = activities.length + agents.length + registrations.length
  const words = [
    rows > 0 && t('credentials.limitRows', { count: rows }),
    one.allowedOrigins && t('credentials.limitOrigins', { count: one.allowedOrigins.length }),
  ].filter(Boolean)
  return words.length === 0 ? null : (
    <p className="text-[0.867rem] text-faint">{words.join(' · ')}</p>
  )
}
