import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { remove } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { Credential } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { CopyButton, CopyField } from '../parts/copy-button.tsx'
import { DeleteDialog } from '../parts/dialog.tsx'
import { Moment } from '../parts/figures.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { CreateCredentialDialog } from './create-credential-dialog.tsx'

export function CredentialsPage() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const list = useQuery(credentialsQuery)
  const [isCreating, setCreating] = useState(false)
  const [doomed, setDoomed] = useState<Credential>()
  usePageTitle(t('nav.credentials'))
  const withdraw = useMutation({
    mutationFn: (key: string) => remove(`/credentials/${encodeURIComponent(key)}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey })
      toast.success(t('credentials.deleted', { name: doomed?.name }))
      setDoomed(undefined)
    },
    onError: (error) => toast.error(t('credentials.deleteFailed'), { description: error.message }),
  })
  const create = (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      {t('credentials.create')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('nav.credentials')} below={t('credentials.about')} actions={create} />
      <div className="mb-5 max-w-xl">
        <CopyField label={t('credentials.endpoint')} value={`${location.origin}/xapi/`} />
      </div>
      <Card>
        {list.isPending && <SkeletonRows rows={3} />}
        {list.isError && (
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
            action={create}
          >
            {t('credentials.emptyAbout')}
          </EmptyState>
        )}
        {list.data && list.data.items.length > 0 && (
          <ul className="divide-y divide-line">
            {list.data.items.map((one) => (
              <CredentialRow key={one.key} one={one} onDelete={() => setDoomed(one)} />
            ))}
          </ul>
        )}
      </Card>
      <CreateCredentialDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      {doomed && (
        <DeleteDialog
          isOpen
          onClose={() => setDoomed(undefined)}
          title={t('credentials.deleteTitle', { name: doomed.name })}
          about={t('credentials.deleteAbout')}
          name={doomed.name}
          isBusy={withdraw.isPending}
          onDelete={() => withdraw.mutate(doomed.key)}
        />
      )}
    </>
  )
}

function CredentialRow({ one, onDelete }: { one: Credential; onDelete: () => void }) {
  const { t } = useTranslation()
  return (
    <li className="flex items-center gap-4 py-4 pr-3 pl-5">
      <div className="grid min-w-0 flex-1 gap-1.5">
        <p className="font-medium break-words">{one.name}</p>
        <p className="flex items-center gap-1 text-[0.867rem] text-muted">
          <code className="truncate font-mono">{one.key}</code>
          <CopyButton text={one.key} label={t('credentials.copyKey')} />
        </p>
        <p className="flex flex-wrap gap-1.5">
          {one.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
      </div>
      <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-1 text-right text-[0.867rem] max-md:hidden">
        <dt className="text-faint">{t('credentials.created')}</dt>
        <dd>
          <Moment at={one.createdAt} />
        </dd>
        <dt className="text-faint">{t('credentials.lastUsed')}</dt>
        <dd>
          {one.lastUsedAt ? <Moment at={one.lastUsedAt} isRelative /> : t('credentials.never')}
        </dd>
      </dl>
      <IconButton
        label={t('credentials.deleteTitle', { name: one.name })}
        onClick={onDelete}
        className="hover:bg-bad-soft! hover:text-bad!"
      >
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  )
}
