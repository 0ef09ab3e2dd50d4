import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Lock, LockOpen, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { patch, post, remove } from '../api/client.ts'
import type { Account, AccountLink } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { useErrorText } from '../parts/error-words.ts'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { AccountSessions } from './account-sessions.tsx'
import { LinkCard } from './link-card.tsx'
import { type Chosen, grantOf, isWhole, RolePicker, useGrantWords } from './role-picker.tsx'

/** One account: its roles, a new link for its owner, closing it. */
export function AccountPanel({ one, mayChange }: { one: Account; mayChange: boolean }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['accounts'] })
  const renew = useMutation({
    mutationFn: () => post<AccountLink>(`/accounts/${one.id}/links`),
    onSuccess: refresh,
  })
  const close = useMutation({
    mutationFn: (isClosed: boolean) => patch(`/accounts/${one.id}`, { isClosed }),
    onSuccess: refresh,
  })
  const failure = renew.error ?? close.error
  const isClosed = one.state === 'closed'
  if (renew.data) return <LinkCard {...renew.data} onClose={() => renew.reset()} />
  return (
    <div className="grid gap-5">
      <Roles one={one} mayChange={mayChange && !isClosed} onChanged={refresh} />
      <AccountSessions account={one.id} mayEnd={mayChange} />
      {failure && <FormError error={failure} />}
      {mayChange && (
        <div className="flex flex-wrap gap-2 border-t border-line pt-5">
          {!isClosed && (
            <Button
              icon={<KeyRound aria-hidden />}
              isBusy={renew.isPending}
              onClick={() => renew.mutate()}
            >
              {t(one.state === 'invited' ? 'accounts.newInvitation' : 'accounts.resetPassword')}
            </Button>
          )}
          <Button
            icon={isClosed ? <LockOpen aria-hidden /> : <Lock aria-hidden />}
            isBusy={close.isPending}
            onClick={() => close.mutate(!isClosed)}
          >
            {t(isClosed ? 'accounts.reopen' : 'accounts.close')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface RolesProps {
  one: Account
  mayChange: boolean
  onChanged: () => Promise<void>
}

function Roles({ one, mayChange, onChanged }: RolesProps) {
  const { t } = useTranslation()
  const wordsOf = useGrantWords()
  const [chosen, setChosen] = useState<Chosen>()
  const take = useMutation({
    mutationFn: (grant: string) => remove(`/accounts/${one.id}/grants/${grant}`),
    onSuccess: onChanged,
  })
  const takeFailure = useErrorText(take.error)
  const give = useMutation({
    mutationFn: (wanted: Chosen) => post(`/accounts/${one.id}/grants`, grantOf(wanted)),
    onSuccess: async () => {
      await onChanged()
      setChosen(undefined)
      toast.success(t('accounts.roleGiven'))
    },
  })
  return (
    <section className="grid gap-2.5">
      <h3 className="text-[0.867rem] font-medium text-faint">{t('accounts.roles')}</h3>
      <ul className="grid gap-1.5">
        {one.grants.map((grant) => (
          <li
            key={grant.id}
            className="flex min-h-10 items-center gap-2 rounded-lg bg-subtle pl-3.5"
          >
            <span className="min-w-0 flex-1 py-1.5">{wordsOf(grant)}</span>
            {mayChange && (
              <IconButton
                label={t('accounts.takeRole', { role: wordsOf(grant) })}
                disabled={take.isPending}
                onClick={() => take.mutate(grant.id)}
              >
                <X aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {one.grants.length === 0 && <p className="text-muted">{t('accounts.noRoles')}</p>}
      {take.isError && <p className="text-[0.933rem] text-bad">{takeFailure}</p>}
      {mayChange && !chosen && (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() => setChosen({ role: 'lecturer', kind: 'class' })}
          >
            {t('accounts.addRole')}
          </Button>
        </div>
      )}
      {chosen && (
        <div className="grid gap-4 rounded-lg border border-line p-4">
          <RolePicker chosen={chosen} onChange={setChosen} isLearner={one.learner !== undefined} />
          {give.isError && <FormError error={give.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setChosen(undefined)}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              disabled={!isWhole(chosen)}
              isBusy={give.isPending}
              onClick={() => give.mutate(chosen)}
            >
              {t('accounts.addRole')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
