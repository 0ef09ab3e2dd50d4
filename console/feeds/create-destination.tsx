import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CreatedWebhook } from '../../src/feeds/wire.ts'
import { post } from '../api/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { DestinationForm } from './destination-form.tsx'
import { type FeedKind, rootOf } from './queries.ts'
import { SigningSecret } from './signing-secret.tsx'

interface CreateDestinationProps {
  kind: FeedKind
  onClose: () => void
  onMade: (id: string) => void
}

/** Makes a webhook, whose secret is then shown this once, or a forwarding. */
export function CreateDestination({ kind, onClose, onMade }: CreateDestinationProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (body: object) => post<CreatedWebhook>(rootOf(kind), body),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['feeds', kind] })
      if (kind === 'forwarding') onMade(made.id)
    },
  })
  const made = kind === 'webhook' ? create.data : undefined
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={made ? t('feeds.made', { name: made.name }) : t(`feeds.add.${kind}`)}
      about={made ? undefined : t(`feeds.addAbout.${kind}`)}
    >
      {made ? (
        <SigningSecret secret={made.secret} onDone={() => onMade(made.id)} />
      ) : (
        <DestinationForm
          kind={kind}
          isBusy={create.isPending}
          error={create.error}
          onSubmit={(body) => create.mutate(body)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  )
}
