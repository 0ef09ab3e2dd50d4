import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { UserCog, UserPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { accountsQuery } from '../api/queries.ts'
import type { Account } from '../api/types.ts'
import { initialOf } from '../language/format.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Avatar, PageHeader } from '../parts/card.tsx'
import { type Column, rowLinkClass } from '../parts/data-table.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Moment } from '../parts/figures.tsx'
import { ListCard } from '../parts/list-card.tsx'
import { itemsOf } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { AccountPanel } from './account-panel.tsx'
import { InviteForm } from './invite-form.tsx'

const route = getRouteApi('/app/accounts')

export function AccountsPage() {
  const { t } = useTranslation()
  const { q, add, open } = route.useSearch()
  const navigate = route.useNavigate()
  const accounts = useInfiniteQuery(accountsQuery({ q }))
  const columns = useColumns(q)
  const mayChange = useMay()('accounts/write')
  usePageTitle(t('nav.accounts'))
  const shown = itemsOf(accounts).find(({ id }) => id === open)
  const close = () => navigate({ search: { q }, replace: true })
  const addButton = mayChange && (
    <Button
      look="primary"
      icon={<UserPlus aria-hidden />}
      onClick={() => navigate({ search: { q, add: '1' }, replace: true })}
    >
      {t('accounts.invite')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('nav.accounts')} below={t('accounts.about')} actions={addButton} />
      <ListCard
        label={t('nav.accounts')}
        result={accounts}
        failure={t('accounts.failed')}
        columns={columns}
        keyOf={(one) => one.id}
        search={{
          label: t('accounts.search'),
          value: q,
          onSearch: (text) => navigate({ search: { q: text }, replace: true }),
        }}
        empty={
          <EmptyState
            icon={<UserCog aria-hidden />}
            title={t('state.noMatch')}
            action={addButton}
          />
        }
      />
      <Dialog
        isOpen={add !== undefined && mayChange}
        onClose={close}
        title={t('accounts.invite')}
        about={t('accounts.inviteAbout')}
      >
        <InviteForm onClose={close} />
      </Dialog>
      <Dialog isOpen={shown !== undefined} onClose={close} title={shown?.name} about={shown?.email}>
        {shown && <AccountPanel one={shown} mayChange={mayChange} />}
      </Dialog>
    </>
  )
}

const tones: Record<Account['state'], Tone> = { open: 'ok', invited: 'warn', closed: 'plain' }

function useColumns(q: string | undefined): readonly Column<Account>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'name',
      title: t('learners.name'),
      card: 'title',
      cell: (one) => (
        <span className="flex items-center gap-3">
          <Avatar letter={initialOf(one.name)} />
          <span className="min-w-0">
            <Link to="/accounts" search={{ q, open: one.id }} className={rowLinkClass}>
              {one.name}
            </Link>
            <span className="block truncate text-[0.867rem] text-faint">{one.email}</span>
          </span>
        </span>
      ),
    },
    {
      key: 'roles',
      title: t('accounts.roles'),
      card: 'fact',
      cell: (one) =>
        [...new Set(one.grants.map(({ role }) => t(`role.${role}`)))].join(', ') || '–',
    },
    {
      key: 'state',
      title: t('accounts.state'),
      card: 'badge',
      cell: (one) => <Badge tone={tones[one.state]}>{t(`accountState.${one.state}`)}</Badge>,
    },
    {
      key: 'seen',
      title: t('accounts.lastSignIn'),
      isNumber: true,
      from: 'md',
      cell: (one) => (
        <span className="text-muted">
          {one.lastSignInAt ? <Moment at={one.lastSignInAt} isRelative /> : '–'}
        </span>
      ),
    },
  ]
}
