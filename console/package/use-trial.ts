import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post } from '../api/client.ts'
import type { Trial } from '../api/types.ts'
import { useFailed } from '../parts/error-words.ts'

/**
 * Opens the package for the caller in a new tab. The tab is opened by the click itself, since a browser blocks one that is
 * opened after an answer has been awaited; it is cut off from this page before the course's address is given to it.
 */
export function useTrial(packageId: string): { start: () => void; isPending: boolean } {
  const { t } = useTranslation()
  const failed = useFailed()
  const trial = useMutation({ mutationFn: () => post<Trial>(`/packages/${packageId}/trials`, {}) })
  const start = () => {
    const tab = open('about:blank', '_blank')
    if (tab) tab.opener = null
    trial.mutate(undefined, {
      onSuccess: ({ launchUrl }) => {
        if (tab && !tab.closed) tab.location.replace(launchUrl)
        else
          toast(t('package.tryReady'), {
            duration: 30_000,
            action: {
              label: t('package.tryOpen'),
              onClick: () => open(launchUrl, '_blank', 'noopener'),
            },
          })
      },
      onError: (error) => {
        tab?.close()
        failed(t('package.tryFailed'))(error)
      },
    })
  }
  return { start, isPending: trial.isPending }
}
