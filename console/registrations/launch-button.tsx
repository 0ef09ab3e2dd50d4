import { useMutation } from '@tanstack/react-query'
import { ChevronDown, Eye, Link2, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import type { LaunchLink, RegistrationDetail } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { mayLaunchFor, useMe } from '../shell/may.ts'
import { LaunchLinkCard } from './launch-link-card.tsx'

/** What a link opens: where the learner was, another attempt, or the last result to look at. */
type Wish = 'resume' | 'new' | 'review'

/** Makes a launch link; nothing for who may not, and only to go on before there is anything to repeat. */
export function LaunchButton({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation()
  const failed = useFailed()
  const me = useMe()
  const launch = useMutation({
    mutationFn: (attempt: Wish) =>
      post<LaunchLink>(`/registrations/${detail.id}/launch-links?attempt=${attempt}`),
    onError: failed(t('launch.failed')),
  })
  if (!me || !mayLaunchFor(me, detail.learner.id)) return null
  const hasBegun = detail.completion !== 'not-attempted'
  const wish = launch.variables ?? 'resume'
  return (
    <>
      <span className="flex gap-px">
        <Button
          look="primary"
          icon={<Link2 aria-hidden />}
          isBusy={launch.isPending}
          className={hasBegun ? 'rounded-r-none' : ''}
          onClick={() => launch.mutate('resume')}
        >
          {t('launch.create')}
        </Button>
        {hasBegun && (
          <Menu
            trigger={
              <Button
                look="primary"
                aria-label={t('launch.more')}
                className="rounded-l-none px-2"
                icon={<ChevronDown aria-hidden />}
              />
            }
          >
            <MenuItem onSelect={() => launch.mutate('new')}>
              <RotateCcw aria-hidden />
              <Words title={t('launch.new')} about={t('launch.newAbout')} />
            </MenuItem>
            <MenuItem onSelect={() => launch.mutate('review')}>
              <Eye aria-hidden />
              <Words title={t('launch.review')} about={t('launch.reviewAbout')} />
            </MenuItem>
          </Menu>
        )}
      </span>
      <Dialog
        isOpen={launch.isSuccess}
        onClose={launch.reset}
        title={t(`launch.titles.${wish}`)}
        about={detail.learner.name}
      >
        {launch.data && (
          <LaunchLinkCard
            {...launch.data}
            registration={detail.id}
            isNew={false}
            isHere
            onClose={launch.reset}
          />
        )}
      </Dialog>
    </>
  )
}

const Words = ({ title, about }: { title: string; about: string }) => (
  <span className="grid">
    {title}
    <span className="text-[0.867rem] text-faint">{about}</span>
  </span>
)
