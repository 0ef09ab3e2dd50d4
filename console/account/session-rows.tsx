import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Monitor } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { remove } from '../api/client.ts'
import { ownSessionsQuery } from '../api/queries.ts'
import type { SessionRow } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Moment } from '../parts/figures.tsx'

interface SessionRowsProps {
  items: readonly SessionRow[]
  /** Of the account's sessions in the API. */
  path: string
  mayEnd: boolean
}

/** Where an account is signed in, each place with the button that ends it there. */
export const SessionRows = ({ items, path, mayEnd }: SessionRowsProps) => (
  <ul className="divide-y divide-line">
    {items.map((one) => (
      <SessionItem key={one.id} one={one} path={path} mayEnd={mayEnd} />
    ))}
  </ul>
)

const browsers = [/Edg/, /OPR/, /Firefox/, /Chrome/, /Safari/]
const browserNames = ['Edge', 'Opera', 'Firefox', 'Chrome', 'Safari']
const systems = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/]
const systemNames = ['Android', 'iOS', 'Windows', 'macOS', 'Linux']

/** `Chrome · Windows`, as far as the browser says it. */
function browserName(agent: string): string {
  const name = browserNames[browsers.findIndex((pattern) => pattern.test(agent))]
  const system = systemNames[systems.findIndex((pattern) => pattern.test(agent))]
  return [name, system].filter(Boolean).join(' · ') || agent.slice(0, 40) || '–'
}

function SessionItem({ one, path, mayEnd }: Omit<SessionRowsProps, 'items'> & { one: SessionRow }) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queryClient = useQueryClient()
  const end = useMutation({
    mutationFn: () => remove(`${path}/${one.id}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
    onError: failed(t('account.endFailed')),
  })
  return (
    <li className="flex items-center gap-4 px-5 py-3.5">
      <Monitor className="size-5 shrink-0 text-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {browserName(one.browser)}
          {one.isCurrent && <Badge tone="ok">{t('account.thisOne')}</Badge>}
        </p>
        <p className="text-[0.867rem] text-faint">
          {one.network} · <Moment at={one.lastSeenAt} isRelative />
        </p>
      </div>
      {mayEnd && !one.isCurrent && (
        <Button size="small" isBusy={end.isPending} onClick={() => end.mutate()}>
          {t('account.end')}
        </Button>
      )}
    </li>
  )
}
